import type { Line, Thumb } from "../connection/line.js";
import type { CustomerToken } from "../connection/customer_token.js";
import { Refused, SessionOver, Unreachable } from "../connection/problems.js";
import { RestLine } from "../connection/rest_line.js";
import { SocketLine } from "../connection/socket_line.js";
import type { Settings } from "../settings.js";
import { waitBefore } from "./backoff.js";
import type { DeskMessage, Message, Outgoing } from "./message.js";
import { type Notice, noticeIn } from "./notice.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { SignIn } from "./sign_in.js";
import { alone, Storage } from "./storage.js";
import { Transcript } from "./transcript.js";

const SOCKET_FAILURES_BEFORE_REST = 2;
const REST_POLL_MS = 8_000;

/** How the assistant can be reached; "idle" before anyone has asked for it. */
export type Reach = "idle" | "connecting" | "online" | "unreachable" | "offline";

/** The conversation of this browser with the assistant: what was said, what waits, and how it gets there. */
export class Conversation extends EventTarget {
  reach: Reach = "idle";
  typing = false;
  /** Whether it was ended and nothing new has begun. */
  over = false;
  /** The first name of who is signed in; empty where it is not known, null for a guest. */
  customer: string | null = null;

  readonly #storage: Storage;
  readonly #transcript = new Transcript();
  readonly #outbox: Outbox;
  readonly #session: Session;
  readonly #signIn: SignIn | null;
  readonly #rest: RestLine;
  readonly #socket: SocketLine;
  #tokenToGive: CustomerToken | null = null;
  #socketFailures = 0;
  #sessionFailures = 0;
  #sendFailures = 0;
  #restWorks = false;
  #delivering = false;
  #usedToken: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #poll: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: Settings) {
    super();
    this.#storage = new Storage(settings.server);
    this.#outbox = new Outbox(this.#storage);
    this.#session = new Session(this.#storage);
    const token = () => this.#session.token;
    this.#rest = new RestLine(settings.server, token);
    this.#socket = new SocketLine(settings.server, token, {
      connected: () => void this.#connected(),
      lost: () => void this.#lost(),
      sessionOver: () => this.#sessionOver(),
      ended: () => this.#forget(),
      answered: (message) => this.#answered(message),
      saidElsewhere: (message) => this.#show({ ...message, text: this.#transcript.wordsOf(message.text) }),
      typing: (on) => this.#change(() => (this.typing = on)),
    });
    this.#signIn = settings.tokenUrl
      ? new SignIn(settings.tokenUrl, settings.tokenCredentials, (fresh) => this.#customerIs(fresh))
      : null;
    this.#outbox.watch(() => this.#takeOutbox());
    this.#session.watch(() => this.#sessionChangedElsewhere());
    this.#storage.watch("seen", () => this.#change());
    addEventListener("online", () => this.#wake());
    addEventListener("offline", () => this.#change(() => (this.reach = this.reach === "idle" ? "idle" : "offline")));
  }

  get messages(): readonly Message[] {
    return this.#transcript.messages;
  }

  get unread(): number {
    return this.#transcript.unreadAfter(this.#storage.read<string | null>("seen", null));
  }

  /** A near deadline of who is signed in, unless it was put away. */
  get notice(): Notice | null {
    const notice = noticeIn(this.messages, Date.now());
    return notice && notice.id !== this.#storage.read<string | null>("dismissed", null) ? notice : null;
  }

  ratingOf(id: string): Thumb | null {
    return this.#storage.read<Record<string, Thumb>>("ratings", {})[id] ?? null;
  }

  /** The page is there: goes on with the conversation that there was, or begins one for who is signed in. */
  async begin(): Promise<void> {
    await this.#signIn?.refresh();
    if (this.#session.token || this.#signIn?.current) await this.connect();
  }

  /** Asks the page anew who is signed in: call it where that changes without a reload. */
  async refreshCustomer(): Promise<void> {
    await this.#signIn?.refresh();
  }

  /** Connects, and makes a session where there is none. */
  async connect(): Promise<void> {
    this.#change(() => {
      this.over = false;
      if (this.reach === "idle") this.reach = navigator.onLine ? "connecting" : "offline";
    });
    this.#takeOutbox();
    try {
      await this.#session.ensure(this.#rest);
    } catch (error) {
      if (error instanceof SessionOver) this.#session.drop();
      this.#change(() => (this.reach = this.#outOfReach()));
      this.#later(() => void this.connect(), this.#sessionFailures++);
      return;
    }
    this.#usedToken = this.#session.token;
    if (!this.#socket.connected) this.#socket.connect();
  }

  /** Sends what the customer wrote, or `payload` where a button with the title `shown` was chosen. */
  say(payload: string, shown = payload): void {
    const entry: Outgoing = { id: crypto.randomUUID?.() ?? randomId(), payload, shown, at: new Date().toISOString(), problem: null };
    this.#outbox.put(entry);
    this.#change(() => this.#transcript.wait(entry, this.#line ? "sending" : "waiting"));
    if (this.reach === "idle") void this.connect();
    void this.#deliver();
  }

  /** Sends a message again that was refused. */
  retry(id: string): void {
    const entry = this.#outbox.find(id);
    if (!entry) return;
    const again = { ...entry, problem: null };
    this.#outbox.put(again);
    this.#change(() => this.#transcript.wait(again, "sending"));
    void this.#deliver();
  }

  /** Stores whether an answer helped. Fails where that is not possible now. */
  async rate(id: string, value: Thumb): Promise<void> {
    await (this.#line ?? this.#rest).rate(id, value);
    this.#storage.write("ratings", { ...this.#storage.read<Record<string, Thumb>>("ratings", {}), [id]: value });
    this.#change();
  }

  /** Ends the conversation and has the server forget it. Fails where that is not possible now. */
  async end(): Promise<void> {
    try {
      if (this.#session.token) await (this.#line ?? this.#rest).end();
    } catch (error) {
      if (!(error instanceof SessionOver) && !this.over) throw error;
    }
    this.#forget();
  }

  /** Everything the assistant said has been seen. */
  markSeen(): void {
    const newest = this.messages.findLast((message) => message.from === "desk");
    if (newest && this.unread > 0) this.#change(() => this.#storage.write("seen", newest.id));
  }

  dismissNotice(): void {
    const notice = this.notice;
    if (notice) this.#change(() => this.#storage.write("dismissed", notice.id));
  }

  get #line(): Line | null {
    if (this.#socket.connected) return this.#socket;
    return this.#restWorks ? this.#rest : null;
  }

  async #connected(): Promise<void> {
    this.#socketFailures = this.#sessionFailures = 0;
    this.#restWorks = false;
    clearTimeout(this.#poll);
    this.#change(() => (this.reach = "online"));
    await this.#giveToken();
    await this.#catchUp(this.#socket);
  }

  /** Takes over what was said in the meantime, and then sends what waits. */
  async #catchUp(line: Line): Promise<void> {
    try {
      const said = await line.history();
      for (const message of said) if (message.from === "customer") this.#outbox.remove(message.id);
      const before = new Set(this.messages.map((message) => message.id));
      this.#change(() => this.#transcript.restore(said));
      if (before.size === 0) return;
      for (const message of said) {
        if (message.from === "desk" && !before.has(message.id)) this.dispatchEvent(new CustomEvent("answer", { detail: message }));
      }
    } catch (error) {
      if (error instanceof SessionOver) return this.#sessionOver();
      if (line === this.#rest) throw error;
    } finally {
      this.#takeOutbox();
    }
  }

  async #lost(): Promise<void> {
    this.#socketFailures += 1;
    this.#change(() => {
      this.typing = false;
      // A short gap, as while the server restarts, is no reason to alarm anyone.
      this.reach = this.#restWorks ? "online" : this.#socketFailures > 1 ? this.#outOfReach() : "connecting";
    });
    for (const entry of this.#outbox.all) {
      if (entry.problem === null && !this.#restWorks) this.#change(() => this.#transcript.wait(entry, "waiting"));
    }
    if (this.#socketFailures >= SOCKET_FAILURES_BEFORE_REST && !this.#restWorks) await this.#standIn();
  }

  /** Where no socket can be opened, plain requests do. The socket is still tried. */
  async #standIn(): Promise<void> {
    clearTimeout(this.#poll);
    if (this.#socket.connected || !this.#session.token) return;
    try {
      await this.#catchUp(this.#rest);
    } catch {
      this.#restWorks = false;
      this.#change(() => (this.reach = this.#outOfReach()));
      return;
    }
    if (this.#socket.connected) return;
    const began = !this.#restWorks;
    this.#restWorks = true;
    this.#change(() => (this.reach = "online"));
    this.#poll = setTimeout(() => void this.#standIn(), REST_POLL_MS);
    if (began) await this.#giveToken();
    void this.#deliver();
  }

  /** Hands the shop's token over. Where that fails for want of a connection, the next one does it. */
  async #giveToken(): Promise<void> {
    const token = this.#tokenToGive;
    const line = this.#line;
    if (!token || !line) return;
    try {
      const name = await line.signIn(token.token);
      if (this.#tokenToGive === token) this.#tokenToGive = null;
      this.#session.belongsTo(token.subject);
      this.#change(() => (this.customer = name));
    } catch (error) {
      // A token that is refused leaves the customer a guest; the next one may be better.
      if (!(error instanceof Unreachable)) this.#tokenToGive = null;
    }
  }

  #customerIs(token: CustomerToken | null): void {
    const before = this.#session.subject;
    this.#tokenToGive = token;
    if (before !== null && before !== (token?.subject ?? null)) {
      // Somebody else is at this browser now: they must not read what was said before.
      this.#forget();
      this.over = false;
      if (token) void this.connect();
      return;
    }
    if (token && this.#line) void this.#giveToken();
  }

  async #deliver(): Promise<void> {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      while (this.#line && this.#outbox.next) if (!(await alone("deliver", () => this.#sendFirst()))) break;
    } finally {
      this.#delivering = false;
    }
  }

  /** Sends what waits longest. Returns whether to go on with the next. */
  async #sendFirst(): Promise<boolean> {
    const entry = this.#outbox.next;
    const line = this.#line;
    if (!entry || !line) return false;
    this.#change(() => {
      this.#transcript.wait(entry, "sending");
      if (line === this.#rest) this.typing = true;
    });
    try {
      const answers = await line.say(entry);
      this.#outbox.remove(entry.id);
      this.#sendFailures = 0;
      this.#change(() => {
        this.#transcript.sent(entry.id);
      });
      for (const answer of answers) this.#answered(answer);
      return true;
    } catch (error) {
      return this.#notSent(entry, line, error);
    } finally {
      if (line === this.#rest) this.#change(() => (this.typing = false));
    }
  }

  #notSent(entry: Outgoing, line: Line, error: unknown): boolean {
    if (error instanceof SessionOver) {
      this.#change(() => this.#transcript.wait(entry, "waiting"));
      this.#sessionOver();
      return false;
    }
    if (error instanceof Refused && error.retryAfter === null) {
      const refused = { ...entry, problem: error.message };
      this.#outbox.put(refused);
      this.#change(() => this.#transcript.wait(refused, "failed"));
      return true;
    }
    this.#change(() => this.#transcript.wait(entry, "waiting"));
    if (error instanceof Refused && error.retryAfter !== null) {
      setTimeout(() => void this.#deliver(), error.retryAfter * 1000);
      return false;
    }
    if (line === this.#rest) {
      this.#restWorks = false;
      this.#change(() => (this.reach = this.#outOfReach()));
    }
    setTimeout(() => void (this.#line ? this.#deliver() : this.#standIn()), waitBefore(this.#sendFailures++, Math.random()));
    return false;
  }

  #sessionOver(): void {
    this.#session.drop(this.#usedToken);
    this.#socket.close();
    this.#restWorks = false;
    this.#tokenToGive = this.#signIn?.current ?? null;
    this.#change(() => {
      this.#transcript.clear();
      this.typing = false;
    });
    this.#later(() => void this.connect(), this.#sessionFailures++);
  }

  #sessionChangedElsewhere(): void {
    const token = this.#session.token;
    if (token === this.#usedToken) return;
    if (token === null) return this.#forget();
    // A renewed token is the same conversation, and a new session another one: what the server has tells.
    const wasOver = this.over || this.reach === "idle";
    this.#socket.close();
    this.#change(() => {
      this.#transcript.clear();
      this.reach = "idle";
    });
    if (!wasOver || this.#signIn?.current) void this.connect();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#poll);
    this.#session.drop();
    this.#usedToken = null;
    this.#outbox.clear();
    for (const key of ["seen", "ratings", "dismissed"]) this.#storage.remove(key);
    this.#socket.close();
    this.#restWorks = false;
    this.#tokenToGive = this.#signIn?.current ?? null;
    this.#change(() => {
      this.#transcript.clear();
      this.typing = false;
      this.customer = null;
      this.reach = "idle";
      this.over = true;
    });
  }

  /** Shows what waits in the outbox, whichever tab put it there, and sends it. */
  #takeOutbox(): void {
    const waiting = this.#outbox.all;
    const ids = new Set(waiting.map((entry) => entry.id));
    this.#change(() => {
      for (const message of this.messages) {
        if (message.from === "customer" && message.progress !== "sent" && !ids.has(message.id)) this.#transcript.sent(message.id);
      }
      for (const entry of waiting) this.#transcript.wait(entry, entry.problem !== null ? "failed" : this.#line ? "sending" : "waiting");
    });
    void this.#deliver();
  }

  #wake(): void {
    if (this.reach === "idle") return;
    this.#change(() => (this.reach = this.#line ? "online" : "connecting"));
    void (this.#line ? this.#deliver() : this.connect());
  }

  #answered(message: DeskMessage): void {
    this.typing = false;
    if (this.#transcript.add(message)) this.dispatchEvent(new CustomEvent("answer", { detail: message }));
    this.#change();
  }

  #show(message: Message): void {
    this.#change(() => this.#transcript.add(message));
  }

  #outOfReach(): Reach {
    return navigator.onLine ? "unreachable" : "offline";
  }

  #later(work: () => void, failures: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, waitBefore(failures, Math.random()));
  }

  #change(work?: () => unknown): void {
    work?.();
    this.dispatchEvent(new Event("change"));
  }
}

/** For pages without TLS, where browsers have no randomUUID. */
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
