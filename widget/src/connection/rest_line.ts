import type { DeskMessage, Message, Outgoing } from "../conversation/message.js";
import type { FormValues } from "../page/form.js";
import type { Line, Thumb, Why } from "./line.js";
import { problemOf, Unreachable } from "./problems.js";
import { customerName, deskMessage, fields, history, list } from "./wire.js";

const ANSWER_WITHIN_MS = 30_000;
const ROOT = "/webhooks/rest";

export interface NewSession {
  session: string;
  expiresIn: number;
  customer: string | null;
}

/** Talks to the assistant by plain requests: makes sessions, and stands in where a socket can't be opened. */
export class RestLine implements Line {
  readonly pushes = false;

  /**
   * @param session Gives the session's token, null before there is one.
   * @param locale Gives the locale of what is said.
   */
  constructor(
    private readonly server: string,
    private readonly session: () => string | null,
    private readonly locale: () => string,
  ) {}

  /** A new session, or a fresh token for the one that there is. */
  async begin(): Promise<NewSession> {
    const data = fields(await this.#call("POST", "/session", {}));
    return {
      session: String(data["session"]),
      expiresIn: Number(data["expires_in"]),
      customer: customerName(data),
    };
  }

  /** Whether the server is there, and takes no call of this page. */
  async shutsOut(): Promise<boolean> {
    const ask = (path: string) =>
      fetch(this.server + ROOT + path, { credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    // Every page may read this.
    const healthy = await ask("/").catch(() => null);
    // An answer that the page can read, of a session that is missing or of a server in trouble, is no refusal; nor is one that is late.
    return !!healthy?.ok && ask("/history").then(({ status }) => status === 403, (error: unknown) => error instanceof TypeError);
  }

  async say(entry: Outgoing): Promise<readonly DeskMessage[]> {
    const message = { message: entry.payload, message_id: entry.id, rich: true, locale: this.locale() };
    return list(await this.#call("POST", "/webhook", message)).map(deskMessage);
  }

  async open(): Promise<readonly DeskMessage[]> {
    return list(await this.#call("POST", "/open", { rich: true, locale: this.locale() })).map(deskMessage);
  }

  async introduce(values: FormValues): Promise<void> {
    await this.#call("POST", "/introduce", values);
  }

  async history(): Promise<readonly Message[]> {
    return history(await this.#call("GET", "/history"));
  }

  async rate(id: string, value: Thumb, why?: Why): Promise<void> {
    await this.#call("POST", "/feedback", { id, value, ...why });
  }

  async signIn(token: string): Promise<string> {
    return customerName(await this.#call("POST", "/session/customer", { customer_token: token })) ?? "";
  }

  async end(): Promise<void> {
    await this.#call("DELETE", "/session");
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const session = this.session();
    const headers: Record<string, string> = {};
    if (session) headers["Authorization"] = `Bearer ${session}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response: Response;
    let data: unknown = null;
    try {
      response = await fetch(this.server + ROOT + path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      data = await response.json().catch(() => null);
    } catch (error) {
      throw new Unreachable(String(error));
    }
    if (response.ok) return data;
    const retryAfter = Number(response.headers.get("Retry-After")) || null;
    throw problemOf(response.status, fields(data)["error"], retryAfter);
  }
}
