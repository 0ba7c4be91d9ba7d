import type { Conversation } from "../conversation/conversation.js";
import { LATER_STRINGS } from "../strings/later.js";
import type { Tag } from "../strings/locales.js";
import { html, nothing, type TemplateResult } from "lit";

/** The server keeps no more signs than these. */
const WRITES_EVERY_MS = 4_000;
/** As long as the server says that a sign holds. */
const HOLDS_MS = 7_000;

/** That a person writes to the customer, shown for some seconds, and that the customer writes, told now and then. */
export class WritingSigns {
  #told = -WRITES_EVERY_MS;
  #over: ReturnType<typeof setTimeout> | undefined;
  #shown = false;

  constructor(
    private readonly conversation: Conversation,
    private readonly changed: () => void,
  ) {
    conversation.addEventListener("person_writes", () => this.#show(true));
    conversation.addEventListener("answer", () => this.#show(false));
  }

  /** The customer has typed: tells it where a person reads, and where it was not told a moment ago. */
  typed(): void {
    const { hasPerson, ofPeople, line } = this.conversation;
    const now = performance.now();
    if ((ofPeople !== "handed_over" && !hasPerson) || now - this.#told < WRITES_EVERY_MS) return;
    this.#told = now;
    // What does not get through is over soon anyway.
    line?.ask?.("writes").catch(() => {});
  }

  /** The sign that a person writes; the assistant's own goes before it. */
  view(tag: Tag): TemplateResult | typeof nothing {
    if (!this.#shown || this.conversation.typing) return nothing;
    return html`<div class="typing"><span class="unseen">${LATER_STRINGS[tag].personWrites}</span><i></i><i></i><i></i></div>`;
  }

  #show(on: boolean): void {
    clearTimeout(this.#over);
    if (on) this.#over = setTimeout(() => this.#show(false), HOLDS_MS);
    if (this.#shown === on) return;
    this.#shown = on;
    this.changed();
  }
}
