import { fields, text } from "./wire.js";

const EARLY_MS = 60_000;
const MOST_SKEW_MS = 60_000;
const AGAIN_AFTER_FAILURE_MS = 30_000;
/** The assistant forgets who has said nothing for half an hour, unless a token comes. */
const AT_LATEST_MS = 20 * 60_000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface CustomerToken {
  token: string;
  /** Whom the token is about, to notice when somebody else is signed in. Only the server checks that it is true. */
  subject: string;
  /** When it was made, in milliseconds since 1970; null where it does not say. */
  issuedAt: number | null;
  /** When it expires, in milliseconds since 1970; null where it does not say. */
  expiresAt: number | null;
}

/** The address is not one that gives tokens. */
export class WrongAddress extends Error {}

/**
 * Asks the page's own server who is signed in.
 *
 * @returns The token; null where nobody is signed in (401, 403, 204, or no token in the answer).
 * @throws WrongAddress where it is no address that gives them, or the page may not read it.
 * @throws TypeError or Error where the address can't be reached or answers with an error.
 */
export async function fetchCustomerToken(url: string, credentials: RequestCredentials): Promise<CustomerToken | null> {
  const headers = { Accept: "application/json" };
  const response = await fetch(url, { credentials, headers, cache: "no-store" }).catch((error: unknown) => {
    if (!navigator.onLine || new URL(url).origin === location.origin) throw error;
    throw new WrongAddress(`the page can't read ${url}; it must answer with Access-Control-Allow-Origin: ${location.origin}`);
  });
  if ([204, 401, 403].includes(response.status)) return null;
  if (response.status < 500 && !response.ok) throw new WrongAddress(`${url} answers ${response.status}; it must answer with {"token": "…"}`);
  if (!response.ok) throw new Error(`returndesk: the token address answered ${response.status}`);
  const answer: unknown = await response.json().catch(() => {
    throw new WrongAddress(`${url} answers with no JSON; it must answer with {"token": "…"}`);
  });
  const token = text(fields(answer)["token"]);
  return token ? readToken(token) : null;
}

export function readToken(token: string): CustomerToken {
  const claims = fields(decoded(token.split(".")[1] ?? ""));
  return { token, subject: text(claims["sub"]), issuedAt: instant(claims["iat"]), expiresAt: instant(claims["exp"]) };
}

function instant(claim: unknown): number | null {
  return typeof claim === "number" ? claim * 1000 : null;
}

/** How long a token that has just come is good for, in milliseconds; null where it does not say. */
export function goodFor(token: CustomerToken, now: number): number | null {
  if (token.expiresAt === null) return null;
  // A computer whose clock is wrong would take every token for an old one, or for one that lasts for days.
  const clocksAgree = token.issuedAt === null || (now > token.issuedAt - MOST_SKEW_MS && now < token.expiresAt);
  return Math.min(token.expiresAt - (clocksAgree ? now : (token.issuedAt ?? now)), LONGEST_TIMER_MS);
}

/** How long to wait before a fresh token is fetched, in milliseconds; null where it needs none. */
export function refreshIn(token: CustomerToken, now: number): number | null {
  const left = goodFor(token, now);
  if (left === null) return null;
  // A short-lived token is renewed at half its time: the early minute would be over at once.
  return Math.min(Math.max(left - EARLY_MS, left / 2, 1_000), AT_LATEST_MS);
}

export function refreshAfterFailure(): number {
  return AGAIN_AFTER_FAILURE_MS;
}

function decoded(part: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
