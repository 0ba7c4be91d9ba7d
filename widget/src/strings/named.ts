import { en } from "./en.js";
import type { Strings } from "./locales.js";

/** The words of a language, out of the list that the build makes of them (scripts/pack_words.mjs). */
export function named(words: readonly unknown[]): Strings {
  return Object.fromEntries(Object.keys(en).map((name, place) => [name, words[place]])) as unknown as Strings;
}
