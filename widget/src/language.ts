import type { Storage } from "./storage.js";
import { directionOf, LANGUAGES, type Strings, type Tag, tagOf } from "./strings/locales.js";

const KEY = "language";

/** What the widget speaks: what was chosen in this browser, else the first wanted locale that it has words for, else English. */
export class Language {
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

  choose(tag: string): void {
    this.storage.write(KEY, tag);
  }

  /** Calls `changed` when another was chosen in another tab. */
  watch(changed: () => void): void {
    this.storage.watch(KEY, changed);
  }
}
