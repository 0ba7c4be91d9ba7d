import type { DeskMessage, Message, Outgoing } from "../conversation/message.js";
import type { FormValues } from "../page/form.js";
import type { Line, Thumb, Why } from "./line.js";
import { problemOf, Unreachable } from "./problems.js";
import { waitBefore } from "./backoff.js";
import { Socket } from "./socket.js";
import { customerMessage, customerName, deskMessage, fields, history, list } from "./wire.js";

const PATH = "/webhooks/socketio/socket.io/?EIO=4&transport=websocket";
const ACKNOWLEDGED_WITHIN_MS = 20_000;

/** What the socket tells by itself. */
export interface SocketEvents {
  connected(): void;
  /** The connection is lost or could not be made. It is tried again by itself, after longer and longer waits. */
  lost(): void;
  /** The server does not take the session (any more). */
  sessionOver(): void;
  /** The conversation was ended, here or in another tab. */
  ended(): void;
  answered(message: DeskMessage): void;
  saidElsewhere(message: ReturnType<typeof customerMessage>): void;
  typing(on: boolean): void;
  /** Something that has nothing but a name. */
  told(event: string): void;
}

/** Talks to the assistant by Socket.IO, and connects again by itself after a loss. */
export class SocketLine implements Line {
  readonly pushes = true;
  #socket: Socket | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(
    private readonly server: string,
    private readonly session: () => string | null,
    private readonly locale: () => string,
    private readonly events: SocketEvents,
  ) {}

  get connected(): boolean {
    return this.#socket?.connected === true;
  }

  connect(): void {
    if (this.#socket) return;
    clearTimeout(this.#again);
    const { events } = this;
    const greeting = { session: this.session(), rich: true, locale: this.locale() };
    try {
      this.#socket = new Socket(this.server.replace(/^http/, "ws") + PATH, greeting, {
        connected: () => {
          this.#failures = 0;
          events.connected();
        },
        closed: () => this.#lost(),
        refused: (reason) => {
          if (fields(fields(reason)["data"])["status"] !== 401) return this.#lost();
          this.close();
          events.sessionOver();
        },
        heard: (event, data) => this.#heard(event, data),
      });
    } catch {
      // As on a secure page whose assistant is not.
      this.#lost();
    }
  }

  close(): void {
    clearTimeout(this.#again);
    this.#socket?.close();
    this.#socket = null;
  }

  #lost(): void {
    this.close();
    // First: who is told may want no further try.
    this.#again = setTimeout(() => this.connect(), waitBefore(this.#failures++, Math.random()));
    this.events.lost();
  }

  #heard(event: string, data: unknown): void {
    const { events } = this;
    if (event === "desk") events.answered(deskMessage(data));
    else if (event === "customer") events.saidElsewhere(customerMessage(data));
    else if (event === "typing") events.typing(fields(data)["on"] === true);
    else if (event === "ended") events.ended();
    else events.told(event);
  }

  async say(entry: Outgoing): Promise<readonly DeskMessage[]> {
    await this.ask("say", { message: entry.payload, message_id: entry.id });
    return [];
  }

  async open(): Promise<readonly DeskMessage[]> {
    return list(fields(await this.ask("open"))["messages"]).map(deskMessage);
  }

  async introduce(values: FormValues): Promise<void> {
    await this.ask("introduce", values);
  }

  async history(): Promise<readonly Message[]> {
    return history(await this.ask("history"));
  }

  async rate(id: string, value: Thumb, why?: Why): Promise<void> {
    await this.ask("feedback", { id, value, ...why });
  }

  async signIn(token: string): Promise<string> {
    return customerName(await this.ask("sign_in", { customer_token: token })) ?? "";
  }

  async end(): Promise<void> {
    await this.ask("end");
  }

  /** Emits an event and waits until the server has acknowledged it. */
  async ask(event: string, ...data: unknown[]): Promise<unknown> {
    const answer = this.connected ? await this.#socket!.ask(event, data, ACKNOWLEDGED_WITHIN_MS) : null;
    if (answer === null) throw new Unreachable("not connected");
    const { ok, error, status, retry_after: retryAfter } = fields(answer);
    if (ok === true) return answer;
    throw problemOf(Number(status), error, typeof retryAfter === "number" ? retryAfter : null);
  }
}
