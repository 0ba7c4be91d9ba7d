/** The server can't be reached, or did not answer in time: the same may work later. */
export class Unreachable extends Error {}

/** The session has run out or was ended: a new one is needed. */
export class SessionOver extends Error {}

/** The conversation is another customer's. */
export class SomebodyElse extends Error {}

/** The server said no, in words for the customer. */
export class Refused extends Error {
  /** @param retryAfter Seconds after which the same may be tried again; null where it would be refused again. */
  constructor(
    message: string,
    readonly retryAfter: number | null,
  ) {
    super(message);
  }
}

/** The problem that an answer with this status is. */
export function problemOf(status: number, error: unknown, retryAfter: number | null): Error {
  const words = typeof error === "string" ? error : "";
  if (status === 401) return new SessionOver(words);
  if (status === 403) return new SomebodyElse(words);
  if (status === 429) return new Refused(words, retryAfter ?? 5);
  if (status >= 500) return new Unreachable(words);
  return new Refused(words, retryAfter);
}
