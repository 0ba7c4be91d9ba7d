import { Connection, type Reach } from "../connection/connection.js";
import type { CustomerToken } from "../connection/customer_token.js";
import type { Line, Thumb, Why } from "../connection/line.js";
import { SessionOver, SomebodyElse, Unreachable } from "../connection/problems.js";
import { Session } from "../connection/session.js";
import { SignIn } from "../connection/sign_in.js";
import type { Language } from "../language.js";
import type { Settings } from "../settings.js";
import type { Storage } from "../storage.js";
import { Delivery } from "./delivery.js";
import { type DeskMessage, type Message, type Outgoing, plainText, type Progress } from "./message.js";
import type { Tray } from "../later/tray.js";
import type { ReturnDeskEventName, ReturnDeskEvents } from "../../returndesk.js";
import { type Notice, noticeIn } from "./notice.js";
import type { FormValues } from "../page/form.js";
import { watchPolicy } from "../page/policy.js";
import { FilledForm } from "./filled_form.js";
import { Outbox } from "./outbox.js";
import { Remembered } from "./remembered.js";
import { Transcript } from "./transcript.js";

const POLICY_WITHIN_MS = 1_000;

/**
 * The conversation of this browser with the assistant: what was said, what waits to be sent, and who is signed in. Sends
 * "change" whenever anything may look different, "answer" with each message of the assistant's that has just come, 
 * "page" with what the page may want to know, and what the server tells by a name alone, such as "person_writes".
 */
export class Conversation extends EventTarget {
  typing = false;
  /** Whether it was ended and nothing new has begun. */
  over = false;
  /** The first name of who is signed in; empty where it is not known, null for a guest. */
  customer: string | null = null;
  /** Whether somebody was signed in, and is no more. */
  signedOut = false;

  /** What goes with the next message beside words; null before anything was to. */
  tray: Tray | null = null;

  readonly #transcript = new Transcript();
  readonly #outbox: Outbox;
  readonly #remembered: Remembered;
  readonly #form: FilledForm;
  readonly #server: string;
  readonly #session: Session;
  readonly #signIn: SignIn | null;
  readonly #connection: Connection;
  readonly #delivery: Delivery;
  /** A token of the shop's that the server does not have yet. */
  #tokenToGive: CustomerToken | null = null;
  /** Whether the shop greets guests itself. */
  readonly #greeted: () => boolean;
  /** Settings that are wrong and were told of. */
  readonly #told = new Set<string>();
  /** Whether the window was opened, or somebody is signed in, so that the assistant may greet. */
  #welcome = false;

  constructor(settings: Settings, storage: Storage, language: Language) {
    super();
    this.#outbox = new Outbox(storage);
    this.#remembered = new Remembered(storage);
    this.#session = new Session(storage);
    this.#form = new FilledForm(storage);
    this.#server = settings.server;
    this.#greeted = () => settings.texts(language.tag).welcome !== "";
    const { origin } = location;
    this.#connection = new Connection(settings.server, this.#session, () => language.locale, {
      changed: () => {
        // Whoever has talked to it before has it set up right, and it is away. That the page's policy is why is told late.
        if (this.reach === "unreachable" && !this.#session.token) setTimeout(() => this.reach === "unreachable" && this.#wrong("data-server", `no assistant answers at ${settings.serverShown}`), POLICY_WITHIN_MS);
        this.#change();
      },
      refused: () => this.#wrong("RETURNDESK_ALLOWED_ORIGINS", location.protocol === "file:" ? "no page that is a file may call; open it from a server" : `${settings.serverShown} takes no call of ${origin}; name it there`),
      reached: (line) => this.#reached(line),
      look: (line) => this.#catchUp(line),
      lost: () => this.#lost(),
      sessionOver: () => this.#begun(),
      ended: () => this.#forgotten(),
      answered: (message) => this.#answered(message),
      saidElsewhere: (message) => {
        this.#change(() => this.#transcript.add({ ...message, text: this.#transcript.wordsOf(message.text) }));
      },
      typing: (on) => this.#change(() => (this.typing = on)),
      told: (event) => this.dispatchEvent(new Event(event)),
    });
    this.#delivery = new Delivery(this.#outbox, {
      line: () => this.#connection.line,
      moved: (entry, progress) => this.#moved(entry, progress),
      sent: (entry, answers) => {
        this.#moved(entry, "sent");
        for (const answer of answers) this.#answered(answer);
      },
      sessionOver: () => this.#connection.renew(),
      failed: (line) => this.#connection.failed(line),
    });
    this.#signIn = settings.tokenUrl
      ? new SignIn(settings.tokenUrl, settings.tokenCredentials, (fresh) => this.#customerIs(fresh), (message) => this.#wrong("data-token-url", message), () => this.#signInOver())
      : null;
    watchPolicy(settings.server, (message, connects, socketAlone) => {
      this.#wrong("Content-Security-Policy", message, message);
      if (connects) this.#connection.bar(socketAlone);
    });
    this.#outbox.watch(() => this.#takeOutbox());
    this.#remembered.watch(() => this.#change());
  }

  /** The way to the assistant that there is just now. */
  get line(): Line | null {
    return this.#connection.line;
  }

  get reach(): Reach {
    return this.#connection.reach;
  }

  get messages(): readonly Message[] {
    return this.#transcript.messages;
  }

  /** What the desk told last of people, as docs/gateway.md names it. */
  get ofPeople(): string | null {
    return this.#transcript.ofPeople;
  }

  /** Whether a person has taken the conversation and still has it. */
  get hasPerson(): boolean {
    return this.#transcript.hasPerson;
  }

  /** The name of the person who answers, where they show one. */
  get person(): string {
    return this.#transcript.person;
  }

  get hasOpenCase(): boolean {
    return this.#transcript.hasOpenCase;
  }

  get unread(): number {
    return this.#transcript.unreadAfter(this.#remembered.seen);
  }

  /** A near deadline of who is signed in. */
  get notice(): Notice | null {
    return noticeIn(this.messages, Date.now());
  }

  /** The language is another: the server is told. */
  languageChanged(): void {
    this.#connection.again();
  }

  ratingOf(id: string): Thumb | null {
    return this.#remembered.ratingOf(id);
  }

  /** The page is there: goes on with the conversation that there was, or begins one for who is signed in. */
  async begin(): Promise<void> {
    await this.#signIn?.refresh();
    if (this.#session.token && this.reach === "idle") await this.#connect();
  }

  /** Asks the page anew who is signed in: call it where that changes without a reload. */
  async refreshCustomer(): Promise<void> {
    await this.#signIn?.refresh();
  }

  /** The window was opened: connects, and lets the assistant greet. */
  async open(): Promise<void> {
    this.#welcome = true;
    if (this.reach === "idle") return this.#connect();
    await this.#introduce();
  }

  /** Sends what the customer wrote, or `payload` where a button with the title `shown` was chosen. */
  say(payload: string, shown = payload): void {
    const entry = { id: randomId(), payload, shown, at: new Date().toISOString(), problem: null };
    this.#send(entry);
    this.#page("message-sent", { id: entry.id, text: shown });
  }

  /** Sends what is in the tray, with a caption. `shown` stands for it in the conversation. Returns whether it was sent. */
  async sendTray(caption: string, shown: string, locale: string): Promise<boolean> {
    const sent = await this.tray?.finish(randomId(), caption, shown, locale);
    if (!sent) return false;
    this.#change(() => this.#transcript.add({ from: "customer", id: sent.id, text: shown, at: new Date().toISOString(), progress: "sent", problem: null }));
    for (const answer of sent.answers) this.#answered(answer);
    return true;
  }

  /** Makes the tray, by what has loaded for it. */
  takeFiles(kind: typeof Tray): Tray {
    if (this.tray) return this.tray;
    this.tray = new kind(this.#server, () => this.#session.token);
    this.tray.addEventListener("change", () => this.#change());
    return this.tray;
  }

  /** Whether the form before the chat was filled in, or passed over. */
  get formDone(): boolean {
    return this.#form.done;
  }

  /** What the form before the chat was filled in with is told to the assistant as soon as there is a line. */
  fillIn(values: FormValues): void {
    this.#form.fill(values);
    void this.open();
  }

  /** Sends a message again that was refused. */
  retry(id: string): void {
    const entry = this.#outbox.find(id);
    if (entry) this.#send({ ...entry, problem: null });
    if (this.reach === "shut-out") void this.#connection.connect();
  }

  /** Stores whether an answer helped, and why it did not. Fails where that is not possible now. */
  async rate(id: string, value: Thumb, why?: Why): Promise<void> {
    await this.#connection.anyLine.rate(id, value, why);
    this.#change(() => this.#remembered.rated(id, value));
    // What the customer wrote is for the assistant's people alone.
    this.#page("rating", why?.reason ? { id, value, reason: why.reason } : { id, value });
  }

  /** Ends the conversation and has the server forget it. Fails where that is not possible now. */
  async end(): Promise<void> {
    try {
      if (this.#session.token) await this.#connection.anyLine.end();
    } catch (error) {
      // The server tells all tabs of the end, and that can come before its answer.
      if (!(error instanceof SessionOver) && !this.over) throw error;
    }
    this.#forgotten();
  }

  /** Everything the assistant said has been seen. */
  markSeen(): void {
    const newest = this.messages.findLast((message) => message.from === "desk");
    if (newest && this.unread > 0) this.#change(() => (this.#remembered.seen = newest.id));
  }

  async #connect(): Promise<void> {
    this.#change(() => (this.over = false));
    this.#takeOutbox();
    await this.#connection.connect();
  }

  async #reached(line: Line): Promise<void> {
    try {
      await this.#catchUp(line);
      await this.#introduce();
    } finally {
      this.#takeOutbox();
    }
  }

  /** Takes over what was said in the meantime. */
  async #catchUp(line: Line): Promise<void> {
    const said = await line.history();
    const before = new Set(this.messages.map((message) => message.id));
    for (const message of said) if (message.from === "customer") this.#outbox.remove(message.id);
    this.#change(() => this.#transcript.restore(said));
    // After a reload all of it is old; what came while the connection was gone is news.
    for (const message of before.size ? said : []) {
      if (message.from === "desk" && !before.has(message.id)) this.#tell(message);
    }
  }

  /** Says who is there, and lets the assistant greet. Where either fails, the chat goes on without. */
  async #introduce(): Promise<void> {
    const line = this.line;
    if (!line) return;
    await this.#giveToken(line);
    await this.#giveForm(line);
    if (!this.#welcome) return;
    this.#welcome = false;
    if (this.customer === null && this.#greeted()) return;
    try {
      for (const message of await line.open()) this.#answered(message);
    } catch (error) {
      this.#welcome = error instanceof Unreachable;
    }
  }

  async #giveToken(line: Line): Promise<void> {
    const token = this.#tokenToGive;
    if (!token) return;
    try {
      const name = await line.signIn(token.token);
      if (this.#tokenToGive === token) this.#tokenToGive = null;
      this.#session.belongsTo(token.subject);
      this.#change(() => {
        this.customer = name;
        this.signedOut = false;
      });
      this.#page("identified", { name });
    } catch (error) {
      // The next session gets the token, and nobody reads what was said before.
      if (error instanceof SomebodyElse) return this.#connection.renew();
      // Without a connection the next one does it. A token that is refused leaves a guest; the next may be better.
      if (error instanceof Unreachable) return;
      this.#tokenToGive = null;
      this.#signInOver();
    }
  }

  async #giveForm(line: Line): Promise<void> {
    const { values } = this.#form;
    if (!values || this.customer !== null) return;
    try {
      await line.introduce(values);
      this.#form.given();
    } catch (error) {
      // What is refused is no help to anybody; without a connection the next one does it.
      if (!(error instanceof Unreachable)) this.#form.given();
    }
  }

  /** The assistant knows nobody any more. What was said stays: nobody else has come. */
  #signInOver(): void {
    this.#change(() => {
      this.customer = null;
      this.signedOut = true;
    });
  }

  #customerIs(token: CustomerToken | null): void {
    const before = this.#session.subject;
    if (before !== null && before !== (token?.subject ?? null)) {
      // Somebody else is at this browser now: they must not read what was said before.
      this.#forgotten();
      this.over = false;
      this.signedOut = token === null;
    }
    this.#tokenToGive = token;
    if (!token) return this.#change(() => (this.customer = null));
    // Once a page: what a refreshed token would be greeted with has been said.
    if (this.customer === null) this.#welcome = true;
    if (this.over) return;
    if (this.reach === "idle") void this.#connect();
    else void this.#introduce();
  }

  #send(entry: Outgoing): void {
    this.#outbox.put(entry);
    this.#change(() => this.#transcript.wait(entry, this.#waiting));
    void this.#delivery.run();
  }

  /** Shows what waits in the outbox, whichever tab put it there, and sends it. */
  #takeOutbox(): void {
    const waiting = this.#outbox.all;
    const ids = new Set(waiting.map((entry) => entry.id));
    this.#change(() => {
      for (const { from, id } of this.messages) if (from === "customer" && !ids.has(id)) this.#transcript.sent(id);
      for (const entry of waiting) this.#transcript.wait(entry, entry.problem === null ? this.#waiting : "failed");
    });
    void this.#delivery.run();
  }

  #lost(): void {
    this.#change(() => {
      this.typing = false;
      for (const entry of this.#outbox.all) if (entry.problem === null) this.#transcript.wait(entry, this.#waiting);
    });
  }

  #moved(entry: Outgoing, progress: Progress): void {
    this.#change(() => {
      this.#transcript.wait(entry, progress);
      // Where the server does not say that it is writing, it is from when it was asked.
      if (!this.line?.pushes) this.typing = progress === "sending";
    });
  }

  get #waiting(): Progress {
    return this.line ? "sending" : this.reach === "shut-out" ? "failed" : "waiting";
  }

  /** Another conversation begins; what waits to be sent goes there. */
  #begun(): void {
    this.#tokenToGive = this.#signIn?.current ?? null;
    this.#welcome = true;
    this.#change(() => {
      this.#transcript.clear();
      this.typing = false;
    });
  }

  #forgotten(): void {
    this.#connection.forget();
    this.#outbox.clear();
    this.#remembered.forget();
    this.#form.forget();
    this.#begun();
    this.#change(() => {
      this.customer = null;
      this.over = true;
    });
  }

  #answered(message: DeskMessage): void {
    this.typing = false;
    const isNew = this.#transcript.add(message);
    this.#change();
    if (isNew) this.#tell(message);
  }

  #tell(message: DeskMessage): void {
    this.dispatchEvent(new CustomEvent("answer", { detail: message }));
    const said = { id: message.id, text: plainText(message) };
    this.#page("message-received", said);
    if (message.happened === "return_started") this.#page("return-started", said);
    if (message.happened === "handed_over") this.#page("handed-over", said);
    if (this.#transcript.isFirstOfPerson(message.id)) this.#page("agent-joined", { ...said, name: message.by ?? "" });
  }

  #wrong(setting: string, message: string, once = setting): void {
    if (this.#told.has(once)) return;
    this.#told.add(once);
    this.#page("error", { setting, message });
  }

  #page<Name extends ReturnDeskEventName>(name: Name, detail: ReturnDeskEvents[Name]): void {
    this.dispatchEvent(new CustomEvent("page", { detail: [name, detail] }));
  }

  #change(work?: () => unknown): void {
    work?.();
    this.dispatchEvent(new Event("change"));
  }
}

// randomUUID needs a secure page.
function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
