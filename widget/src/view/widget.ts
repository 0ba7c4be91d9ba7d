import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Reason, Thumb, Why } from "../connection/line.js";
import type { ReturnDeskEventName, ReturnDeskEvents } from "../../returndesk.js";
import { Conversation } from "../conversation/conversation.js";
import { type DeskMessage, plainText } from "../conversation/message.js";
import { Language } from "../language.js";
import { Alerts } from "../page/alerts.js";
import { complain, tellPage } from "../page/api.js";
import { Invitations } from "../page/invitations.js";
import { countInTitle } from "../page/tab_title.js";
import type { Later } from "../later/later.js";
import type { FormValues } from "../page/form.js";
import { ownTask } from "../own_task.js";
import type { Settings } from "../settings.js";
import { Storage } from "../storage.js";
import { filled, LANGUAGES } from "../strings/locales.js";
import { SkipLink } from "../page/skip_link.js";
import { attachButton, filesIn } from "./attaching.js";
import { asText, copyText } from "./copying.js";
import { keepFocusInside } from "./focus.js";
import { icon } from "./icons.js";
import { launcher } from "./launcher.js";
import { messageList, newsBegin } from "./message_list.js";
import { isolated, plain } from "./rich_text.js";
import { styles } from "./styles.js";
import { fitViewport, stepInto, stepOut, watchBack } from "./small_screen.js";
import type { Texts } from "../texts.js";
import { timeOfDay } from "../time_of_day.js";

const SMALL = "(max-width: 520px), (max-height: 480px)";
const LONGEST_MESSAGE = 2000;
const LONGEST_CAPTION = 450;
/** The key code of what belongs to an input method. */
const INPUT_METHOD = 229;
const NEAR_END_PX = 80;
const ABOVE_NEWS_PX = 12;
const NOTE_MS = 4_000;
/** From so many characters on it is shown how long a message is. */
const COUNTED_FROM = 1800;
const SLOW_MS = 6_000;
const OPEN = "returndesk open";
const AGREED = "agreed";
/** Under this name the chat as a whole is rated. */
const WHOLE_CHAT = "chat";

/** `<return-desk>`: the launcher and the chat window. */
export class ReturnDesk extends LitElement {
  static override styles = styles;
  static override properties = {
    opened: { reflect: true, type: Boolean },
    asking: { state: true },
    note: { state: true },
    spoken: { state: true },
    slow: { state: true },
    written: { state: true },
    whyOf: { state: true },
    reason: { state: true },
    below: { state: true },
  };

  /** Whether the window is there; the element's attribute of this name lets a page make room for it. */
  declare opened: boolean;
  /** Whether the question stands there if the conversation is to be ended. */
  declare asking: boolean;
  /** What the widget itself has to say, for a moment. */
  declare note: string;
  /** What screen readers are to say. */
  declare spoken: readonly string[];

  /** Whether an answer takes longer than answers do. */
  declare slow: boolean;
  /** How many characters stand in the field. */
  declare written: number;
  /** The disliked message whose reason is asked for. */
  declare whyOf: string;
  /** What was said of it. */
  declare reason: Reason | undefined;
  /** Whether something lies below what is in view. */
  declare below: boolean;

  readonly #settings: Settings;
  readonly #language: Language;
  readonly #conversation: Conversation;
  readonly #storage: Storage;
  readonly #alerts: Alerts;
  readonly #invitations: Invitations;
  readonly #small = matchMedia(SMALL);
  #noteTimer: ReturnType<typeof setTimeout> | undefined;
  #slowTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #grown = new ResizeObserver(() => this.#stayAtEnd && this.#toEnd());
  /** What is to be asked once nothing is waited for. */
  #asked = "";
  #skipLink: SkipLink | null = null;
  #watched: HTMLElement | null = null;
  #unread = 0;
  /** What had the focus before the window was opened. */
  #before: Element | null = null;
  /** Whether all of the window was drawn, or is to be. */
  #drawn = false;
  #stayAtEnd = true;
  #scrolledTo = 0;

  /** What is needed for photos and a form, once it is there. */
  #later: Later | null = null;
  #signs: InstanceType<Later["WritingSigns"]> | undefined;
  #coming: Promise<Later | null> | null = null;
  /** Whether it could not be had. */
  #withoutLater = false;
  readonly #loadLater: () => Promise<Later>;

  constructor(settings: Settings, later: () => Promise<Later>) {
    super();
    this.#settings = settings;
    this.#loadLater = later;
    const storage = new Storage(settings.server);
    this.#storage = storage;
    this.#alerts = new Alerts(storage, async () => (await this.#more())?.ring());
    this.#invitations = new Invitations(settings.invitations, storage, () => this.requestUpdate());
    this.#language = new Language(settings.locales, storage);
    this.#conversation = new Conversation(settings, storage, this.#language);
    this.opened = false;
    this.asking = false;
    this.note = "";
    this.spoken = [];
    this.slow = false;
    this.written = 0;
    this.whyOf = "";
    this.below = false;
    if (settings.layout === "inline") this.setAttribute("layout", "inline");
    if (settings.theme !== "auto") this.setAttribute("theme", settings.theme);
    const { position } = settings;
    if (position && position === (getComputedStyle(document.documentElement).direction === "rtl" ? "right" : "left")) this.setAttribute("side", "start");
    this.lang = this.#language.locale;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#skipLink?.show();
  }

  /** It is on the page: goes on with what there was. Called once. */
  begin(): void {
    this.#conversation.addEventListener("page", (event) => {
      const [name, detail] = (event as CustomEvent<[ReturnDeskEventName, never]>).detail;
      this.#tellPage(name, detail);
    });
    fitViewport(() => this.#dialog);
    watchBack(() => this.#full && void this.close());
    this.#conversation.addEventListener("change", () => this.#changed());
    this.#conversation.addEventListener("answer", (event) => this.#speak((event as CustomEvent<DeskMessage>).detail));
    this.#language.watch(() => this.#languageChanged());
    this.#small.addEventListener("change", () => this.opened && this.#showWindow());
    document.addEventListener("visibilitychange", () => this.#changed());
    if (!this.#asksToAgree) void this.#conversation.begin();
    this.#invitations.watch();
    if (this.#settings.skipLink && !this.#settings.hidden) {
      this.#skipLink = new SkipLink(this, () => void this.open());
      this.#skipLink.show();
    }
    if (this.#settings.layout === "inline") return this.#openInView();
    // Going from page to page leaves the window as it was; a small screen shows the page first.
    if (wasOpen() && !this.#small.matches) void this.open({ focus: false });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#skipLink?.hide();
  }

  /** Opens the window. */
  async open({ focus = true } = {}): Promise<void> {
    if (!this.opened) {
      this.#before = document.activeElement;
      this.#tellPage("opened", null);
    }
    this.opened = true;
    if (this.#settings.layout !== "inline") keepOpen(true);
    this.#invitations.done();
    if (this.#asksForm) await this.#more();
    if (!this.#conversation.over && !this.#waitsForVisitor) void this.#conversation.open();
    await this.updateComplete;
    // Its head is drawn in one task, the rest in another, and shown in a third.
    this.#drawn = true;
    this.requestUpdate();
    await this.updateComplete;
    await ownTask();
    // It may have been closed meanwhile.
    if (!this.opened) return;
    this.#showWindow();
    this.#toEnd();
    // Where it is over all of the page, nothing else can have the focus.
    if (focus || this.#full) this.#focusFirst();
    await ownTask();
    this.#changed();
  }

  /** Opens the window and says something for the customer: for a button of the page such as "Where is my refund?". */
  async ask(message: string): Promise<void> {
    await this.open();
    if (message.trim() && !this.#conversation.over) {
      if (this.#waitsForVisitor) this.#asked = message;
      else this.#say(message.trim().slice(0, LONGEST_MESSAGE));
    }
  }

  /** Closes the window; the conversation stays. */
  async close(): Promise<void> {
    if (!this.opened || this.#settings.layout === "inline") return;
    if (this.#full) stepOut();
    this.#dialog?.close();
    this.opened = this.asking = false;
    keepOpen(false);
    await this.updateComplete;
    const before = this.#settings.hidden ? this.#before : this.renderRoot.querySelector(".launcher");
    (before as HTMLElement | null)?.focus();
    this.#tellPage("closed", null);
  }

  /** Asks the page's token address anew who is signed in: for pages where that changes without a reload. */
  refreshCustomer(): Promise<void> {
    return this.#conversation.refreshCustomer();
  }

  /** In a task of its own it is drawn for the first time, since making it has taken one, and so is its window behind a click. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated || (this.opened && !this.#dialog?.open)) await ownTask();
    super.scheduleUpdate();
  }

  protected override render(): TemplateResult {
    const { unread, notice } = this.#conversation;
    const near = notice && this.#invitations.mayShow(notice.id) ? notice : null;
    return html`
      ${this.opened || this.#settings.hidden || this.#settings.layout === "inline"
        ? nothing
        : launcher({
            language: this.#language,
            label: this.#texts.launcherLabel,
            picture: this.#settings.launcherIcon,
            unread,
            notice: near,
            invitation: this.#invitations.shown?.text ?? "",
            open: () => void this.open(),
            dismiss: () => this.#decline(),
            accept: () => void this.ask(this.#invitations.shown?.ask ?? ""),
            decline: () => this.#decline(),
          })}
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
    const { strings, direction } = this.#language;
    return html`<div class="window" dir=${direction}
      @paste=${(event: ClipboardEvent) => this.#brings(event, event.clipboardData)}
      @dragover=${(event: DragEvent) => event.dataTransfer?.types.includes("Files") && event.preventDefault()}
      @drop=${(event: DragEvent) => this.#brings(event, event.dataTransfer)}>
      <div class="head">
        ${this.#settings.avatar ? html`<img src=${this.#settings.avatar} alt="">` : nothing}
        <div class="who">
          <h2 id="title">${this.#texts.title || strings.title}</h2>
          <p>${this.#standing()}</p>
        </div>
        ${this.#languageMenu()}
        ${this.#settings.alerts ? this.#bell() : nothing}
        ${this.#headButton("copy", strings.copy, () => void this.#copy())}
        ${this.#headButton("end", strings.end, () => (this.asking = !this.asking))}
        ${this.#settings.layout === "inline" ? nothing : this.#headButton("close", strings.close, () => void this.close())}
      </div>
      ${this.asking ? this.#endQuestion() : nothing}
      ${this.#banner()}
      ${this.#asksForm && this.#later ? this.#formBefore(this.#later) : this.#asksToAgree ? this.#consent() : this.#drawn ? this.#talk() : nothing}
    </div>`;
  }

  #talk(): TemplateResult {
    const { strings } = this.#language;
    const conversation = this.#conversation;
    return html`
      <div class="log" role="log" aria-live="off" aria-label=${strings.conversation} tabindex="0" @scroll=${() => this.#scrolled()}>
        ${conversation.over
          ? html`<div class="over"><p>${strings.ended}</p>
              <button type="button" class="plain-button strong" @click=${() => this.#startAgain()}>${strings.startAgain}</button></div>`
          : messageList(conversation.messages, {
              closed: this.#shutOut,
              strings,
              links: { hosts: this.#settings.linkHosts, server: this.#settings.server, strings },
              time: (when) => timeOfDay(when, this.#language.locale),
              ratingOf: (id) => conversation.ratingOf(id),
              choose: ({ payload, title }) => this.#say(payload, title),
              rate: (id, value) => void this.#rate(id, value),
              whyOf: (id) => (id === this.whyOf && this.#later ? this.#why(id, this.#later) : nothing),
              retry: (id) => conversation.retry(id),
            })}
        ${conversation.over ? nothing : this.#shopsWelcome()}
        ${conversation.typing
          ? html`<div class="typing"><span class="unseen">${strings.typing}</span><i></i><i></i><i></i></div>`
          : this.#signs?.view(this.#language.tag)}
      </div>
      ${this.below && !conversation.over
        ? html`<button type="button" class="below" @click=${() => this.#toBottom()}><span aria-hidden="true">↓</span> ${strings.moreBelow}</button>`
        : nothing}
      ${conversation.over ? nothing : this.#form()}`;
  }

  /** What has to be agreed to first. Nothing was asked of the assistant before. */
  #consent(): TemplateResult {
    return html`<div class="consent"><p dir="auto">${plain(this.#texts.consent)}</p>
      <button type="button" class="plain-button strong" @click=${() => this.#agree()}>${this.#language.strings.agree}</button></div>`;
  }

  /** What is asked for before the chat, with what has to be agreed to. */
  #formBefore(later: Later): TemplateResult {
    const consent = this.#asksToAgree ? this.#texts.consent : "";
    const done = (values: FormValues) => {
      if (consent) this.#storage.write(AGREED, true);
      this.#conversation.fillIn(values);
      this.#goOn();
    };
    return later.formView({ fields: this.#settings.form, tag: this.#language.tag, consent, done });
  }

  #bell(): TemplateResult {
    const { alertMe } = this.#language.strings;
    return html`<button type="button" title=${alertMe} aria-label=${alertMe} aria-pressed=${this.#alerts.on} @click=${async () => {
      await this.#alerts.turn();
      this.requestUpdate();
    }}>${icon("bell")}</button>`;
  }

  #form(): TemplateResult {
    const { strings } = this.#language;
    const { tray } = this.#conversation;
    const tooLong = this.written > LONGEST_MESSAGE;
    const length = html`<bdi dir="ltr">${this.written} / ${LONGEST_MESSAGE}</bdi>`;
    return html`${this.written < COUNTED_FROM
      ? nothing
      : html`<p class=${tooLong ? "length late" : "length"} role=${tooLong ? "alert" : "note"}>${tooLong ? filled(strings.tooLong, length) : length}</p>`}
    ${tray && this.#later ? this.#later.trayView(tray, strings, this.#language.tag) : nothing}
    <form class="write" ?inert=${this.#shutOut} @submit=${(event: Event) => this.#submit(event)}>
      ${attachButton(strings, () => void this.#more(), (files) => void this.#add(files))}
      <label class="unseen" for="text">${strings.write}</label>
      <textarea
        id="text" rows="1" dir="auto" placeholder=${strings.write} autocomplete="off" enterkeyhint="send"
        @input=${() => this.#count()}
        @keydown=${(event: KeyboardEvent) => this.#enter(event)}
      ></textarea>
      <button type="submit" class="send" ?disabled=${tooLong || (tray !== null && tray.items.length > 0 && !tray.ready)} aria-label=${strings.send} title=${strings.send}>${icon("send")}</button>
    </form>`;
  }

  #headButton(name: "copy" | "end" | "close", label: string, action: () => void): TemplateResult {
    return html`<button type="button" title=${label} aria-label=${label} data-name=${name} @click=${action}>${icon(name)}</button>`;
  }

  /** The words that the shop greets guests with, and what it offers to ask, until something was said. */
  #shopsWelcome(): TemplateResult | typeof nothing {
    const { strings } = this.#language;
    const { messages, customer } = this.#conversation;
    const { questions, welcome } = this.#texts;
    const suggested = this.#suggested;
    if (messages.some(({ from }) => from === "customer")) return nothing;
    return html`${welcome && customer === null
      ? html`<div class="message desk shop"><div class="bubble"><div class="words" dir="auto">${plain(welcome)}</div></div></div>`
      : nothing}
    ${!this.#shutOut && (questions.length || suggested.length)
      ? html`<div class="choices shop" role="group" aria-label=${strings.choices}>
          ${suggested.map(([said, shown]) => html`<button type="button" class="choice" dir="auto" @click=${() => this.#say(said, shown)}>${plain(shown)}</button>`)}
          ${questions.map((each) => html`<button type="button" class="choice" dir="auto" @click=${() => this.#say(each)}>${plain(each)}</button>`)}
        </div>`
      : nothing}`;
  }

  /** What the page is about, as questions that the visitor may take up: what is said then, and how it is shown. */
  get #suggested(): readonly (readonly [said: string, shown: string])[] {
    const { strings } = this.#language;
    const { order, return: returned, item, page } = this.#settings.about;
    const filledIn = (words: string, value: string) => words.replace(/\{\w+\}/, () => value);
    const untilWhen = item && filledIn(strings.untilWhen, item);
    const all = [
      [returned, filledIn(strings.aboutReturn, returned)],
      [returned ? "" : order, filledIn(strings.aboutOrder, order)],
      // A name alone is no question.
      [untilWhen, untilWhen],
      [page, filledIn(strings.aboutPage, page)],
    ] as const;
    return all.filter(([said]) => said);
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
      <p id="question">${this.#conversation.hasOpenCase && this.#later ? html`<strong>${this.#later.seldomWords(this.#language.tag).openCase}</strong> ` : nothing}${strings.endQuestion}</p>
      ${this.#conversation.messages.some(({ from }) => from === "customer") ? html`<div class="rate-chat" role="group" aria-labelledby="rate-chat"><span id="rate-chat">${strings.rateChat}</span>
        ${this.#chatThumb("up", strings.helpful)}${this.#chatThumb("down", strings.notHelpful)}</div>` : nothing}
      <div class="answers">
        <button type="button" class="plain-button strong" @click=${() => void this.#end()}>${strings.endYes}</button>
        <button type="button" class="plain-button" @click=${() => this.#keep()}>${strings.endNo}</button>
      </div>
    </div>`;
  }

  #chatThumb(value: Thumb, label: string): TemplateResult {
    const given = this.#conversation.ratingOf(WHOLE_CHAT) === value;
    return html`<button type="button" class="thumb" title=${label} aria-label=${label} aria-pressed=${given}
      @click=${() => void this.#rate(WHOLE_CHAT, value)}>${icon(value)}</button>`;
  }

  #banner(): TemplateResult | typeof nothing {
    const { strings } = this.#language;
    const { reach } = this.#conversation;
    if (reach === "offline") return html`<p class="banner">${strings.offline}</p>`;
    if (this.#shutOut && (this.#later || this.#withoutLater)) return html`<p class="banner" role="alert">${this.#later?.seldomWords(this.#language.tag).shutOut ?? strings.unreachable}</p>`;
    if (this.#conversation.signedOut) {
      const { signInUrl } = this.#settings;
      return html`<p class="banner">${strings.signedOut} ${signInUrl ? html`<a href=${signInUrl}>${strings.signIn}</a>` : nothing}</p>`;
    }
    if (reach === "unreachable") return html`<p class="banner">${strings.unreachable}</p>`;
    return this.note ? html`<p class="banner plain">${this.note}</p>` : nothing;
  }

  #standing(): unknown {
    const { strings } = this.#language;
    const { reach, customer, hasPerson, person } = this.#conversation;
    if (reach === "connecting") return strings.connecting;
    if (this.slow) return strings.slow;
    if (hasPerson && this.#later) {
      const { namedPerson, withPerson } = this.#later.seldomWords(this.#language.tag);
      return person ? filled(namedPerson, isolated(person)) : withPerson;
    }
    if (customer) return filled(strings.signedInAs, isolated(customer));
    return this.#texts.subtitle || (reach === "online" ? strings.online : "");
  }

  /** Whether something is to be filled in first: by guests, before the first message. */
  get #asksForm(): boolean {
    const { customer, formDone, over, messages } = this.#conversation;
    return this.#settings.form.length > 0 && !this.#withoutLater && !formDone && !over && customer === null && !messages.length;
  }

  /** Whether the chat begins only once the visitor has agreed, or filled something in. */
  get #waitsForVisitor(): boolean {
    return this.#asksToAgree || this.#asksForm;
  }

  /** Loads what photos, the form and the reasons of a thumb need; null where that can't be had, and the chat goes on without. */
  #more(): Promise<Later | null> {
    return (this.#coming ??= this.#loadMore());
  }

  async #seldom(): Promise<ReturnType<Later["seldomWords"]> | undefined> {
    return (await this.#more())?.seldomWords(this.#language.tag);
  }

  async #loadMore(): Promise<Later | null> {
    try {
      const later = (this.#later = await this.#loadLater());
      this.#signs = new later.WritingSigns(this.#conversation, () => this.requestUpdate());
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(later.styles);
      const root = this.renderRoot as ShadowRoot;
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch (error) {
      this.#withoutLater = true;
      this.#coming = null;
      complain(this, "src", `the part for photos and forms did not load (${String(error)})`);
    }
    this.requestUpdate();
    return this.#later;
  }

  async #add(files: readonly File[]): Promise<void> {
    const later = await this.#more();
    if (later) this.#conversation.takeFiles(later.Tray).add(files);
    else this.#remark(this.#language.strings.failed);
  }

  #focusFirst(): void {
    this.renderRoot.querySelector<HTMLElement>("textarea, .before input, .consent button")?.focus();
  }

  get #shutOut(): boolean {
    return this.#conversation.reach === "shut-out";
  }

  get #asksToAgree(): boolean {
    return this.#texts.consent !== "" && !this.#storage.read(AGREED, false);
  }

  #agree(): void {
    this.#storage.write(AGREED, true);
    void this.#conversation.begin();
    void this.#conversation.open();
    this.#goOn();
  }

  /** Nothing is waited for any more: what the page wanted to ask is asked. */
  #goOn(): void {
    const asked = this.#asked;
    this.#asked = "";
    this.requestUpdate();
    void this.updateComplete.then(() => (asked ? this.ask(asked) : this.#field?.focus()));
  }

  #decline(): void {
    this.#invitations.putAway();
    this.renderRoot.querySelector<HTMLElement>(".launcher")?.focus();
  }

  get #texts(): Texts {
    return this.#settings.texts(this.#language.tag);
  }

  /** Whether the window is over all of the page, which is out of reach meanwhile. */
  get #full(): boolean {
    const { layout } = this.#settings;
    return layout === "full" || (layout === "docked" && this.#small.matches);
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

  /** In a part of the page the assistant is asked for as soon as that part is in view. */
  #openInView(): void {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((each) => each.isIntersecting)) return;
      seen.disconnect();
      void this.open({ focus: false });
    });
    seen.observe(this);
  }

  // On a small screen the window is the whole screen, and the page behind it is out of reach.
  #showWindow(): void {
    const dialog = this.#dialog;
    if (!dialog) return;
    const { activeElement } = this.renderRoot as ShadowRoot;
    if (dialog.open) dialog.close();
    dialog.classList.toggle("full", this.#full);
    // Not by show(), which takes the focus from where the visitor is.
    if (!this.#full) dialog.open = true;
    else {
      dialog.showModal();
      stepInto();
    }
    (activeElement as HTMLElement | null)?.focus();
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
    const { unread, typing, notice, messages } = this.#conversation;
    // What is said of a person who has the case.
    if (this.opened && (this.#conversation.hasOpenCase || this.#shutOut) && !this.#withoutLater) void this.#more();
    // Who stood in the field, which takes nothing any more, stands at what was said.
    if (this.#shutOut && this.#field?.matches(":focus")) this.#log?.focus();
    if (this.opened && notice) this.#invitations.seen(notice.id);
    countInTitle(unread);
    if (unread !== this.#unread) this.#tellPage("unread", { count: (this.#unread = unread) });
    // Where the assistant does not even say that it writes, the message is still on its way.
    if (!typing && !messages.some((each) => each.from === "customer" && each.progress === "sending")) {
      clearTimeout(this.#slowTimer);
      this.#slowTimer = undefined;
      this.slow = false;
    } else this.#slowTimer ??= setTimeout(() => (this.slow = true), SLOW_MS);
    this.requestUpdate();
  }

  protected override updated(): void {
    const { strings, locale, direction } = this.#language;
    this.#skipLink?.say(strings.open, locale, direction);
    const log = this.#log;
    if (log !== this.#watched) {
      this.#grown.disconnect();
      if (log) this.#grown.observe(log);
      this.#watched = log;
    }
    if (this.#stayAtEnd) this.#toEnd();
    this.#lookBelow();
  }

  #tellPage<Name extends ReturnDeskEventName>(name: Name, detail: ReturnDeskEvents[Name]): void {
    if (name === "error") {
      const { setting, message } = detail as ReturnDeskEvents["error"];
      complain(this, setting, message);
    } else tellPage(this, name, detail);
  }

  // To the end, but no further than where what is new begins: a long answer is read from its beginning.
  #toEnd(): void {
    const log = this.#log;
    if (!log) return;
    const newest = log.querySelectorAll<HTMLElement>(".message")[newsBegin(this.#conversation.messages)];
    const begin = newest ? newest.offsetTop - log.offsetTop - ABOVE_NEWS_PX : 0;
    const end = log.scrollHeight - log.clientHeight;
    // A last row of buttons is worth more than all of one's own words above the answer.
    const own = newest?.classList.contains("customer") && end - begin < NEAR_END_PX;
    this.#scrolledTo = Math.max(0, own ? end : Math.min(end, begin));
    log.scrollTop = this.#scrolledTo;
  }

  #scrolled(): void {
    const log = this.#log;
    if (log) this.#stayAtEnd = log.scrollTop >= this.#scrolledTo - NEAR_END_PX;
    this.#lookBelow();
  }

  /** A button that waits to be pressed, or words that nobody has seen, may lie below what is in view. */
  #lookBelow(): void {
    const log = this.#log;
    this.below = !!log && log.scrollHeight - log.clientHeight - log.scrollTop > NEAR_END_PX;
  }

  #toBottom(): void {
    const log = this.#log;
    if (!log) return;
    log.scrollTop = log.scrollHeight;
    // The button goes; who reads on by keyboard stands at what waits for an answer.
    (log.querySelector<HTMLElement>(".choices button") ?? log).focus({ preventScroll: true });
  }

  #speak(message: DeskMessage): void {
    const { strings } = this.#language;
    if (this.opened) this.#tell(`${strings.assistant} ${plainText(message)}`);
    this.#alerts.tell(this.#texts.title || strings.title, plainText(message), () => void this.open());
  }

  #tell(words: string): void {
    this.spoken = [...this.spoken.slice(-4), words];
  }

  #say(payload: string, shown?: string): void {
    this.#stayAtEnd = true;
    this.whyOf = "";
    this.#conversation.say(payload, shown);
    this.#field?.focus();
  }

  #submit(event: Event): void {
    event.preventDefault();
    const field = this.#field;
    const words = field?.value.trim();
    if (field && this.#conversation.tray?.items.length) return void this.#sendTray(field, words ?? "");
    if (!field || !words || words.length > LONGEST_MESSAGE) return;
    field.value = "";
    this.written = 0;
    this.#say(words);
  }

  /** Files that were pasted or dropped go with the next message. */
  #brings(event: Event, data: DataTransfer | null): void {
    const files = filesIn(data);
    if (!files.length || this.#conversation.over || this.#shutOut || this.#waitsForVisitor) return;
    event.preventDefault();
    void this.#add(files);
  }

  async #sendTray(field: HTMLTextAreaElement, words: string): Promise<void> {
    const { strings, locale, tag } = this.#language;
    const { tray } = this.#conversation;
    if (!tray?.ready) return;
    const count = filled(this.#later!.seldomWords(tag).photosSent, tray.items.filter((each) => each.name !== null).length).join("");
    const caption = words.slice(0, LONGEST_CAPTION);
    this.#stayAtEnd = true;
    if (!(await this.#conversation.sendTray(caption, caption ? `${count}: ${caption}` : count, locale))) return this.#remark(strings.failed);
    field.value = "";
    this.written = 0;
    field.focus();
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
      if (this.asking) this.#keep();
      else void this.close();
      return;
    }
    if (this.#dialog && this.#settings.layout !== "inline") keepFocusInside(event, this.#dialog);
  }

  #count(): void {
    this.written = this.#field?.value.trim().length ?? 0;
    this.#signs?.typed();
  }

  /** The conversation is not to be ended after all. */
  #keep(): void {
    this.asking = false;
    this.renderRoot.querySelector<HTMLElement>("[data-name=end]")?.focus();
  }

  async #copy(): Promise<void> {
    const { strings, locale } = this.#language;
    const copied = await copyText(asText(this.#conversation.messages, strings, locale), this.#dialog ?? this.renderRoot);
    this.#remark(copied ? strings.copied : ((await this.#seldom())?.copyFailed ?? strings.failed));
  }

  #why(id: string, later: Later): TemplateResult {
    const { strings, tag } = this.#language;
    return later.whyView({ strings, tag, given: this.reason, tell: (why) => void this.#rate(id, "down", { reason: this.reason, ...why }) });
  }

  async #rate(id: string, value: Thumb, why: Why = {}): Promise<void> {
    const { strings } = this.#language;
    const before = this.reason;
    // Not only once the server has answered: a line that is written at once says it with the reason.
    this.reason = why.reason;
    try {
      await this.#conversation.rate(id, value, why);
      this.whyOf = value === "down" && !why.words && id !== WHOLE_CHAT ? id : "";
      if (this.whyOf) void this.#more();
      this.#remark(strings.thanks);
      // The line that was written is gone.
      if (why.words) this.#field?.focus();
    } catch {
      this.reason = before;
      this.#remark((await this.#seldom())?.ratingFailed ?? strings.failed);
    }
  }

  async #end(): Promise<void> {
    const { strings } = this.#language;
    this.asking = false;
    try {
      await this.#conversation.end();
      this.#tell(strings.ended);
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>(".over button")?.focus();
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
