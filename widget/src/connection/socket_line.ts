import { io, type Socket } from "socket.io-client";
import type { DeskMessage, Message, Outgoing } from "../conversation/message.js";
import type { Line, Thumb } from "./line.js";
import { problemOf, Unreachable } from "./problems.js";
import { customerMessage, customerName, deskMessage, fields, history, list } from "./wire.js";

const PATH = "/webhooks/socketio/socket.io";
const ACKNOWLEDGED_WITHIN_MS = 20_000;
const CONNECTED_WITHIN_MS = 15_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

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
}

/** Talks to the assistant by Socket.IO, and connects again by itself after a loss. */
export class SocketLine implements Line {
  readonly pushes = true;
  readonly #socket: Socket;
  #wanted = false;

  constructor(server: string, session: () => string | null, locale: () => string, events: SocketEvents) {
    const url = new URL(server);
    this.#socket = io(url.origin, {
      path: url.pathname.replace(/\/$/, "") + PATH,
      auth: (give) => give({ session: session(), rich: true, locale: locale() }),
      // Polling where WebSocket does not get through.
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      autoConnect: false,
      timeout: CONNECTED_WITHIN_MS,
      reconnectionDelay: FIRST_WAIT_MS,
      reconnectionDelayMax: LONGEST_WAIT_MS,
      randomizationFactor: 0.5,
    });
    this.#socket.on("connect", () => events.connected());
    this.#socket.on("disconnect", (reason) => {
      if (!this.#wanted) return;
      events.lost();
      // Socket.IO takes this for final; a server that stops says it too.
      if (reason === "io server disconnect") this.#connectLater();
    });
    this.#socket.on("connect_error", (error) => {
      const data = fields((error as { data?: unknown }).data);
      if (data["status"] === 401) {
        this.close();
        events.sessionOver();
        return;
      }
      events.lost();
      // A refusal by the server itself, unlike a failed connection, is not tried again by Socket.IO.
      if (!this.#socket.active) this.#connectLater();
    });
    this.#socket.on("desk", (data) => events.answered(deskMessage(data)));
    this.#socket.on("customer", (data) => events.saidElsewhere(customerMessage(data)));
    this.#socket.on("typing", (data) => events.typing(fields(data)["on"] === true));
    this.#socket.on("ended", () => events.ended());
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  connect(): void {
    this.#wanted = true;
    this.#socket.connect();
  }

  close(): void {
    this.#wanted = false;
    this.#socket.disconnect();
  }

  #connectLater(): void {
    setTimeout(() => {
      if (this.#wanted && !this.#socket.active) this.#socket.connect();
    }, FIRST_WAIT_MS * (2 + 4 * Math.random()));
  }

  async say(entry: Outgoing): Promise<readonly DeskMessage[]> {
    await this.#ask("say", { message: entry.payload, message_id: entry.id });
    return [];
  }

  async open(): Promise<readonly DeskMessage[]> {
    return list(fields(await this.#ask("open"))["messages"]).map(deskMessage);
  }

  async history(): Promise<readonly Message[]> {
    return history(await this.#ask("history"));
  }

  async rate(id: string, value: Thumb): Promise<void> {
    await this.#ask("feedback", { id, value });
  }

  async signIn(token: string): Promise<string> {
    return customerName(await this.#ask("sign_in", { customer_token: token })) ?? "";
  }

  async end(): Promise<void> {
    await this.#ask("end");
  }

  async #ask(event: string, ...data: unknown[]): Promise<unknown> {
    // Without this Socket.IO would keep the call and make it after the next connection, beside the outbox.
    if (!this.#socket.connected) throw new Unreachable("not connected");
    let answer: unknown;
    try {
      answer = await this.#socket.timeout(ACKNOWLEDGED_WITHIN_MS).emitWithAck(event, ...data);
    } catch (error) {
      throw new Unreachable(String(error));
    }
    const { ok, error, status, retry_after: retryAfter } = fields(answer);
    if (ok === true) return answer;
    throw problemOf(Number(status), error, typeof retryAfter === "number" ? retryAfter : null);
  }
}
