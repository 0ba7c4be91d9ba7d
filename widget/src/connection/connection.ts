import type { CustomerMessage, DeskMessage } from "../conversation/message.js";
import { waitBefore } from "./backoff.js";
import type { Line } from "./line.js";
import { SessionOver } from "./problems.js";
import { RestLine } from "./rest_line.js";
import type { Session } from "./session.js";
import { SocketLine } from "./socket_line.js";

const SOCKET_FAILURES_BEFORE_REST = 2;
// Some proxies let a socket open and then nothing through; its failure shows late.
const SOCKET_MAY_TAKE_MS = 5_000;
const REST_POLL_MS = 8_000;
// Whoever may not call is not let in by asking often.
const SHUT_OUT_MS = 300_000;

/** How the assistant can be reached; "idle" before anyone has asked for it, "shut-out" where this page may not. */
export type Reach = "idle" | "connecting" | "online" | "unreachable" | "shut-out" | "offline";

/** What a connection tells. */
export interface ConnectionEvents {
  /** `reach` may have changed. */
  changed(): void;
  /** There is a line, for the first time or again: what was missed can be fetched. Its failures come back here. */
  reached(line: Line): Promise<void>;
  /** A stand-in, to which nothing is pushed, looks for news. */
  look(line: Line): Promise<void>;
  /** The server is there, and takes no call of this page. */
  refused(): void;
  /** There was a line and is none. */
  lost(): void;
  /** Another session takes the place of the one that there was. */
  sessionOver(): void;
  /** The conversation was ended here or in another tab. */
  ended(): void;
  answered(message: DeskMessage): void;
  saidElsewhere(message: CustomerMessage): void;
  typing(on: boolean): void;
  /** The server told something that has nothing but a name. */
  told(event: string): void;
}

/** Keeps a way open to the assistant: a session, a socket, and plain requests where no socket can be opened. */
export class Connection {
  reach: Reach = "idle";
  readonly #rest: RestLine;
  readonly #socket: SocketLine;
  #socketFailures = 0;
  #sessionFailures = 0;
  #restWorks = false;
  /** Whether this page may not call. */
  #shutOut = false;
  /** Whether it may open no socket. */
  #socketBarred = false;
  /** The session with which it was connected last. */
  #token: string | null = null;
  #again: ReturnType<typeof setTimeout> | undefined;
  /** When plain requests are tried: for want of a socket, or to look for news. */
  #poll: ReturnType<typeof setTimeout> | undefined;

  constructor(
    server: string,
    private readonly session: Session,
    locale: () => string,
    private readonly events: ConnectionEvents,
  ) {
    const token = () => session.token;
    this.#rest = new RestLine(server, token, locale);
    this.#socket = new SocketLine(server, token, locale, {
      ...events,
      connected: () => void this.#connected(),
      lost: () => this.#lost(),
      sessionOver: () => this.renew(),
    });
    session.watch(() => this.#sessionChangedElsewhere());
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.reach !== "idle" && this.#is("offline"));
  }

  /** The way that there is just now; null where there is none. */
  get line(): Line | null {
    if (this.#socket.connected) return this.#socket;
    return this.#restWorks ? this.#rest : null;
  }

  /** The line, or plain requests on the chance that they get through. */
  get anyLine(): Line {
    return this.line ?? this.#rest;
  }

  /** Connects, and goes on trying. Makes a session where there is none. */
  async connect(): Promise<void> {
    clearTimeout(this.#again);
    if (this.reach === "idle") this.#is(navigator.onLine ? "connecting" : "offline");
    try {
      await this.session.ensure(this.#rest);
    } catch (error) {
      if (error instanceof SessionOver) this.session.drop(this.session.token);
      else await this.#unreached();
      this.#connectLater();
      return;
    }
    this.#token = this.session.token;
    if (this.line) return;
    if (this.#socketBarred) return this.#standIn();
    this.#standInAfter(SOCKET_MAY_TAKE_MS);
    this.#socket.connect();
  }

  /**
   * Connects anew with the same session, where there was a connection: one from before the network was gone may be dead, or
   * its next try far away; and the server takes the locale as it connects.
   */
  again(): void {
    if (this.reach === "idle") return;
    this.#socket.close();
    this.#restWorks = false;
    this.#is(navigator.onLine ? "connecting" : "offline");
    this.events.lost();
    void this.connect();
  }

  /** Closes the connection and tries no more. */
  close(): void {
    clearTimeout(this.#again);
    clearTimeout(this.#poll);
    this.#socket.close();
    this.#restWorks = false;
    this.#is("idle");
  }

  /** Closes the connection and drops its session. */
  forget(): void {
    this.close();
    this.session.drop(this.#token ?? this.session.token);
    this.#token = null;
  }

  /** Drops the session and connects with a new one. */
  renew(): void {
    this.close();
    this.session.drop(this.#token);
    this.#is("connecting");
    this.events.sessionOver();
    this.#connectLater();
  }

  /** The page's own policy keeps it from the assistant, or from a socket alone. */
  bar(socketAlone: boolean): void {
    if (!socketAlone) {
      this.#shutOut = true;
      return void this.#unreached();
    }
    this.#socketBarred = true;
    this.#socket.close();
    void this.#standIn();
  }

  /** A request on this line did not get through. */
  failed(line: Line): void {
    if (line === this.#rest) this.#restFailed();
  }

  #connectLater(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.connect(), this.#shutOut ? SHUT_OUT_MS : waitBefore(this.#sessionFailures++, Math.random()));
  }

  async #connected(): Promise<void> {
    this.#socketFailures = 0;
    this.#restWorks = this.#shutOut = false;
    clearTimeout(this.#poll);
    this.#is("online");
    try {
      await this.events.reached(this.#socket);
      this.#sessionFailures = 0;
    } catch (error) {
      // Of anything else the socket tells by itself, and begins anew.
      if (error instanceof SessionOver) this.renew();
    }
  }

  #lost(): void {
    this.#socketFailures += 1;
    if (this.#restWorks) return;
    // A short gap, as while the server restarts, is no reason to alarm anyone.
    this.#is(this.#socketFailures > 1 ? this.#outOfReach() : "connecting");
    this.events.lost();
    if (this.#socketFailures >= SOCKET_FAILURES_BEFORE_REST) void this.#standIn();
    else this.#standInAfter(SOCKET_MAY_TAKE_MS);
  }

  #standInAfter(wait: number): void {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(() => void this.#standIn(), wait);
  }

  async #standIn(): Promise<void> {
    clearTimeout(this.#poll);
    if (!this.#isMissed()) return;
    const began = !this.#restWorks;
    try {
      await this.events.look(this.#rest);
      if (!this.#isMissed()) return;
      this.#restWorks = true;
      this.#shutOut = false;
      this.#is("online");
      this.#standInAfter(REST_POLL_MS);
      if (began) await this.events.reached(this.#rest);
    } catch (error) {
      if (error instanceof SessionOver) this.renew();
      else this.#restFailed();
    }
  }

  // The socket's next failure tries plain requests again.
  #restFailed(): void {
    this.#restWorks = false;
    clearTimeout(this.#poll);
    if (!this.#isMissed()) return;
    this.#is(this.#outOfReach());
    this.events.lost();
    if (this.#socketBarred) this.#standInAfter(REST_POLL_MS);
    void this.#unreached();
  }

  /** Looks whether this page may not call, and does not call often then. */
  async #unreached(): Promise<void> {
    const refused = !this.#shutOut && (await this.#rest.shutsOut());
    if (!this.#isMissed()) return;
    if (refused) this.events.refused();
    this.#shutOut ||= refused;
    this.#is(this.#outOfReach());
    if (!this.#shutOut) return;
    this.#socket.close();
    clearTimeout(this.#poll);
    this.#connectLater();
    this.events.lost();
  }

  /** Whether a socket is wanted and not there. */
  #isMissed(): boolean {
    return this.reach !== "idle" && !this.#socket.connected;
  }

  #sessionChangedElsewhere(): void {
    const token = this.session.token;
    if (token === this.#token) return;
    if (token === null) return this.events.ended();
    // A renewed session is the same conversation, a new one another: what the server has tells.
    const wanted = this.reach !== "idle";
    this.close();
    this.events.sessionOver();
    if (wanted) void this.connect();
  }

  #outOfReach(): Reach {
    return !navigator.onLine ? "offline" : this.#shutOut ? "shut-out" : "unreachable";
  }

  #is(reach: Reach): void {
    this.reach = reach;
    this.events.changed();
  }
}
