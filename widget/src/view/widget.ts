import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Thumb } from "../connection/line.js";
import { Conversation } from "../conversation/conversation.js";
import { type DeskMessage, plainText } from "../conversation/message.js";
import { Language } from "../language.js";
import type { Settings } from "../settings.js";
import { Storage } from "../storage.js";
import { filled, LANGUAGES } from "../strings/locales.js";
import { asText, copyText } from "./copying.js";
import { keepFocusInside } from "./focus.js";
import { icon } from "./icons.js";
import { launcher } from "./launcher.js";
import { messageList, newsBegin } from "./message_list.js";
import { isolated } from "./rich_text.js";
import { styles } from "./styles.js";

const SMALL = "(max-width: 520px), (max-height: 480px)";
const LONGEST_MESSAGE = 2000;
/** The key code of what belongs to an input method. */
const INPUT_METHOD = 229;
const NEAR_END_PX = 80;
const ABOVE_NEWS_PX = 12;
const NOTE_MS = 4_000;
const OPEN = "returndesk open";

/** `<return-desk>`: the launcher and the chat window. */
export class ReturnDesk extends LitElement {
  static override styles = styles;
  static override properties = {
    opened: { reflect: true, type: Boolean },
    asking: { state: true },
    note: { state: true },
    spoken: { state: true },
  };

  /** Whether the window is there; the element's attribute of this name lets a page make room for it. */
  declare opened: boolean;
  /** Whether the question stands there if the conversation is to be ended. */
  declare asking: boolean;
  /** What the widget itself has to say, for a moment. */
  declare note: string;
  /** What screen readers are to say. */
  declare spoken: readonly string[];

  readonly #settings: Settings;
  readonly #language: Language;
  readonly #conversation: Conversation;
  readonly #small = matchMedia(SMALL);
  #noteTimer: ReturnType<typeof setTimeout> | undefined;
  #stayAtEnd = true;
  #scrolledTo = 0;

  constructor(settings: Settings) {
    super();
    this.#settings = settings;
    const storage = new Storage(settings.server);
    this.#language = new Language(settings.locales, storage);
    this.#conversation = new Conversation(settings, storage, this.#language);
    this.opened = false;
    this.asking = false;
    this.note = "";
    this.spoken = [];
    if (settings.theme !== "auto") this.setAttribute("theme", settings.theme);
    this.lang = this.#language.locale;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#conversation.addEventListener("change", () => this.#changed());
    this.#conversation.addEventListener("answer", (event) => this.#speak((event as CustomEvent<DeskMessage>).detail));
    this.#language.watch(() => this.#languageChanged());
    this.#small.addEventListener("change", () => this.opened && this.#showWindow());
    document.addEventListener("visibilitychange", () => this.#changed());
    void this.#conversation.begin();
    // Going from page to page leaves the window as it was; a small screen shows the page first.
    if (wasOpen() && !this.#small.matches) void this.open({ focus: false });
  }

  /** Opens the window. */
  async open({ focus = true } = {}): Promise<void> {
    this.opened = true;
    keepOpen(true);
    if (!this.#conversation.over) void this.#conversation.open();
    await this.updateComplete;
    this.#showWindow();
    this.#toEnd();
    this.#changed();
    if (focus) this.#field?.focus();
  }

  /** Opens the window and says something for the customer: for a button of the page such as "Where is my refund?". */
  async ask(message: string): Promise<void> {
    await this.open();
    if (message.trim() && !this.#conversation.over) this.#say(message.trim().slice(0, LONGEST_MESSAGE));
  }

  /** Closes the window; the conversation stays. */
  async close(): Promise<void> {
    if (!this.opened) return;
    this.#dialog?.close();
    this.opened = this.asking = false;
    keepOpen(false);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".launcher")?.focus();
  }

  /** Asks the page's token address anew who is signed in: for pages where that changes without a reload. */
  refreshCustomer(): Promise<void> {
    return this.#conversation.refreshCustomer();
  }

  protected override render(): TemplateResult {
    const { unread, notice } = this.#conversation;
    return html`
      ${this.opened
        ? nothing
        : launcher({ language: this.#language, unread, notice, open: () => void this.open(), dismiss: () => this.#conversation.putNoticeAway() })}
      <dialog
        aria-labelledby="title"
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
        @cancel=${(event: Event) => {
          event.preventDefault();
          void this.close();
        }}
      >${this.opened ? this.#window() : nothing}</dialog>
      <div class="unseen" role="status" aria-live="polite" aria-relevant="additions">${this.spoken.map((words) => html`<p>${words}</p>`)}</div>
    `;
  }

  #window(): TemplateResult {
    const { strings, locale, direction } = this.#language;
    const conversation = this.#conversation;
    return html`<div class="window" dir=${direction}>
      <div class="head">
        <div class="who">
          <h2 id="title">${strings.title}</h2>
          <p>${this.#standing()}</p>
        </div>
        ${this.#languageMenu()}
        ${this.#headButton("copy", strings.copy, () => void this.#copy())}
        ${this.#headButton("end", strings.end, () => (this.asking = !this.asking))}
        ${this.#headButton("close", strings.close, () => void this.close())}
      </div>
      ${this.asking ? this.#endQuestion() : nothing}
      ${this.#banner()}
      <div class="log" role="log" aria-live="off" aria-label=${strings.conversation} tabindex="0" @scroll=${() => this.#scrolled()}>
        ${conversation.over
          ? html`<div class="over"><p>${strings.ended}</p>
              <button type="button" class="plain-button strong" @click=${() => this.#startAgain()}>${strings.startAgain}</button></div>`
          : messageList(conversation.messages, {
              strings,
              links: { hosts: this.#settings.linkHosts, server: this.#settings.server, strings },
              locale,
              ratingOf: (id) => conversation.ratingOf(id),
              choose: ({ payload, title }) => this.#say(payload, title),
              rate: (id, value) => void this.#rate(id, value),
              retry: (id) => conversation.retry(id),
            })}
        ${conversation.typing
          ? html`<div class="typing"><span class="unseen">${strings.typing}</span><i></i><i></i><i></i></div>`
          : nothing}
      </div>
      ${conversation.over ? nothing : this.#form()}
    </div>`;
  }

  #form(): TemplateResult {
    const { strings } = this.#language;
    return html`<form class="write" @submit=${(event: Event) => this.#submit(event)}>
      <label class="unseen" for="text">${strings.write}</label>
      <textarea
        id="text" rows="1" dir="auto" maxlength=${LONGEST_MESSAGE} placeholder=${strings.write} autocomplete="off" enterkeyhint="send"
        @keydown=${(event: KeyboardEvent) => this.#enter(event)}
      ></textarea>
      <button type="submit" class="send" aria-label=${strings.send} title=${strings.send}>${icon("send")}</button>
    </form>`;
  }

  #headButton(name: "copy" | "end" | "close", label: string, action: () => void): TemplateResult {
    return html`<button type="button" title=${label} aria-label=${label} @click=${action}>${icon(name)}</button>`;
  }

  #languageMenu(): TemplateResult {
    const { strings, tag } = this.#language;
    return html`<div class="languages" title=${strings.language}>
      <select aria-label=${strings.language} @change=${(event: Event) => this.#speakIn((event.target as HTMLSelectElement).value)}>
        ${Object.entries(LANGUAGES).map(
          ([each, { name }]) => html`<option value=${each} lang=${each} dir="auto" .selected=${each === tag}>${name}</option>`,
        )}
      </select>
      ${icon("language")}
    </div>`;
  }

  #endQuestion(): TemplateResult {
    const { strings } = this.#language;
    return html`<div class="question" role="group" aria-labelledby="question">
      <p id="question">${strings.endQuestion}</p>
      <div class="answers">
        <button type="button" class="plain-button strong" @click=${() => void this.#end()}>${strings.endYes}</button>
        <button type="button" class="plain-button" @click=${() => (this.asking = false)}>${strings.endNo}</button>
      </div>
    </div>`;
  }

  #banner(): TemplateResult | typeof nothing {
    const { strings } = this.#language;
    const { reach } = this.#conversation;
    if (reach === "offline") return html`<p class="banner">${strings.offline}</p>`;
    if (reach === "unreachable") return html`<p class="banner">${strings.unreachable}</p>`;
    return this.note ? html`<p class="banner plain">${this.note}</p>` : nothing;
  }

  #standing(): unknown {
    const { strings } = this.#language;
    const { reach, customer } = this.#conversation;
    if (reach === "connecting") return strings.connecting;
    if (customer) return filled(strings.signedInAs, isolated(customer));
    return reach === "online" ? strings.online : "";
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  get #field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  get #log(): HTMLElement | null {
    return this.renderRoot.querySelector(".log");
  }

  // On a small screen the window is the whole screen, and the page behind it is out of reach.
  #showWindow(): void {
    const dialog = this.#dialog;
    if (!dialog) return;
    if (dialog.open) dialog.close();
    dialog.classList.toggle("full", this.#small.matches);
    if (this.#small.matches) dialog.showModal();
    else dialog.show();
  }

  #speakIn(tag: string): void {
    this.#language.choose(tag);
    this.#languageChanged();
  }

  #languageChanged(): void {
    const { locale } = this.#language;
    if (locale === this.lang) return;
    this.lang = locale;
    this.requestUpdate();
    this.#conversation.languageChanged();
  }

  #changed(): void {
    if (this.opened && document.visibilityState === "visible") this.#conversation.markSeen();
    this.requestUpdate();
  }

  protected override updated(): void {
    if (this.#stayAtEnd) this.#toEnd();
  }

  // To the end, but no further than where what is new begins: a long answer is read from its beginning.
  #toEnd(): void {
    const log = this.#log;
    if (!log) return;
    const newest = log.querySelectorAll<HTMLElement>(".message")[newsBegin(this.#conversation.messages)];
    const begin = newest ? newest.offsetTop - log.offsetTop - ABOVE_NEWS_PX : 0;
    this.#scrolledTo = Math.max(0, Math.min(log.scrollHeight - log.clientHeight, begin));
    log.scrollTop = this.#scrolledTo;
  }

  #scrolled(): void {
    const log = this.#log;
    if (log) this.#stayAtEnd = log.scrollTop >= this.#scrolledTo - NEAR_END_PX;
  }

  #speak(message: DeskMessage): void {
    if (this.opened) this.#tell(`${this.#language.strings.assistant} ${plainText(message)}`);
  }

  #tell(words: string): void {
    this.spoken = [...this.spoken.slice(-4), words];
  }

  #say(payload: string, shown?: string): void {
    this.#stayAtEnd = true;
    this.#conversation.say(payload, shown);
    this.#field?.focus();
  }

  #submit(event: Event): void {
    event.preventDefault();
    const field = this.#field;
    const words = field?.value.trim();
    if (!field || !words) return;
    field.value = "";
    this.#say(words);
  }

  #enter(event: KeyboardEvent): void {
    // Safari ends an input method's composition before it tells of the Enter that did so, and gives that one this code.
    const composes = event.isComposing || event.keyCode === INPUT_METHOD;
    if (event.key !== "Enter" || event.shiftKey || composes) return;
    event.preventDefault();
    this.#field?.form?.requestSubmit();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (this.asking) this.asking = false;
      else void this.close();
      return;
    }
    if (this.#dialog) keepFocusInside(event, this.#dialog);
  }

  async #copy(): Promise<void> {
    const { strings, locale } = this.#language;
    const copied = await copyText(asText(this.#conversation.messages, strings, locale), this.#dialog ?? this.renderRoot);
    this.#remark(copied ? strings.copied : strings.copyFailed);
  }

  async #rate(id: string, value: Thumb): Promise<void> {
    const { strings } = this.#language;
    try {
      await this.#conversation.rate(id, value);
      this.#remark(strings.thanks);
    } catch {
      this.#remark(strings.ratingFailed);
    }
  }

  async #end(): Promise<void> {
    const { strings } = this.#language;
    this.asking = false;
    try {
      await this.#conversation.end();
      this.#tell(strings.ended);
    } catch {
      this.#remark(strings.endFailed);
    }
  }

  #startAgain(): void {
    void this.#conversation.open();
    void this.updateComplete.then(() => this.#field?.focus());
  }

  #remark(words: string): void {
    this.note = words;
    this.#tell(words);
    clearTimeout(this.#noteTimer);
    this.#noteTimer = setTimeout(() => (this.note = ""), NOTE_MS);
  }
}

function keepOpen(open: boolean): void {
  try {
    if (open) sessionStorage.setItem(OPEN, "1");
    else sessionStorage.removeItem(OPEN);
  } catch {
    // Without storage the window is closed on the next page.
  }
}

function wasOpen(): boolean {
  try {
    return sessionStorage.getItem(OPEN) !== null;
  } catch {
    return false;
  }
}
