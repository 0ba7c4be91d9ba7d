import { ownTask } from "./own_task.js";
import type { Storage } from "./storage.js";
import { directionOf, LANGUAGES, type Strings, type Tag, tagOf } from "./strings/locales.js";

const KEY = "language";

/** What the widget speaks: what was chosen in this browser, else the first wanted locale that it has words for, else English. */
export class Language {
  /** What tells the time in the locale that was asked for last: making it takes longer than all else of an answer. */
  #clock: Intl.DateTimeFormat | undefined;
  #clockOf = "";

  /** @param wanted The locales of the tag, the page and the browser, in this order. */
  constructor(
    private readonly wanted: readonly string[],
    private readonly storage: Storage,
  ) {}

  get tag(): Tag {
    return [this.storage.read(KEY, ""), ...this.wanted].map(tagOf).find((tag) => tag !== null) ?? "en";
  }

  /** The language with the region that tag, page or browser name, if any does: for times, and for the server. */
  get locale(): string {
    const { tag } = this;
    return this.wanted.find((locale) => tagOf(locale) === tag) ?? tag;
  }

  get strings(): Strings {
    return LANGUAGES[this.tag];
  }

  get direction(): "ltr" | "rtl" {
    return directionOf(this.tag);
  }

  /** A time of day, hours and minutes, in this browser's zone. */
  time(when: Date): string {
    const { locale } = this;
    if (!this.#clock || this.#clockOf !== locale) {
      this.#clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
      this.#clockOf = locale;
    }
    return this.#clock.format(when);
  }

  /**
   * Makes what tells the time, before a time is shown. In one go it is the longest task that the widget has: the browser reads
   * what it knows of all languages for it, of which each of these steps has it read a part.
   */
  async makeClock(): Promise<void> {
    const { locale } = this;
    if (this.#clockOf === locale) return;
    const asked = new Intl.Locale(locale) as Intl.Locale & { getHourCycles?: () => string[] };
    const steps = [
      () => asked.maximize(),
      () => asked.getHourCycles?.(),
      () => Intl.DateTimeFormat.supportedLocalesOf(locale),
      () => this.time(new Date()),
    ];
    for (const step of steps) {
      await ownTask();
      step();
    }
  }

  choose(tag: string): void {
    this.storage.write(KEY, tag);
  }

  /** Calls `changed` when another was chosen in another tab. */
  watch(changed: () => void): void {
    this.storage.watch(KEY, changed);
  }
}
