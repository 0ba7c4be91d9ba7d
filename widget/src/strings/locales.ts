import { en } from "./en.js";

export type Strings = typeof en;

/** A language of its own goes into a file beside en.ts and is named here; `Strings` tells what it must hold. */
const LOCALES: Readonly<Record<string, Strings>> = { en };

/** The words for a locale such as `es-MX`: those of the locale, else of its language, else the English ones. */
export function localeOf(locale: string): Strings {
  const wanted = locale.toLowerCase();
  return LOCALES[wanted] ?? LOCALES[wanted.split("-")[0] ?? ""] ?? en;
}
