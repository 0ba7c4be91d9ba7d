import { de } from "./de.js";
import { en } from "./en.js";
import { es } from "./es.js";
import { fr } from "./fr.js";
import { he } from "./he.js";
import { it } from "./it.js";
import { nl } from "./nl.js";
import { ptPT } from "./pt-PT.js";
import { pt } from "./pt.js";
import { ru } from "./ru.js";
import { uk } from "./uk.js";

/** The forms of a counted noun, by the plural categories of CLDR. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
/** The same words in every language; `{name}` stands for a value. */
export type Strings = { readonly [Key in keyof typeof en]: (typeof en)[Key] extends string ? string : Plural };

/** The languages in the order of the menu. One more is a file beside en.ts, named here; `Strings` tells what it must hold. */
export const LANGUAGES = { en, de, es, fr, it, nl, pt, "pt-PT": ptPT, ru, uk, he } satisfies Record<string, Strings>;
export type Tag = keyof typeof LANGUAGES;

export const directionOf = (tag: Tag): "ltr" | "rtl" => (tag === "he" ? "rtl" : "ltr");

/** The language whose words a locale takes: its own, else those of "es" for "es-MX"; null where there are none. */
export function tagOf(locale: string): Tag | null {
  for (let tag = locale; tag; tag = tag.slice(0, Math.max(tag.lastIndexOf("-"), 0))) if (Object.hasOwn(LANGUAGES, tag)) return tag as Tag;
  return null;
}

/** Words with a value, which may be a node, in the place of their one placeholder. */
export function filled(words: string, value: unknown): unknown[] {
  const [before, after] = words.split(/\{\w+\}/);
  return [before, value, after];
}

/** The form for a number of things. */
export function counted(forms: Plural, count: number, locale: string): string {
  return (forms[new Intl.PluralRules(locale).select(count)] ?? forms.other).replace("{count}", `${count}`);
}
