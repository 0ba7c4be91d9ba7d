import { describe, expect, test } from "vitest";
import { counted, directionOf, filled, LANGUAGES, type Plural, type Strings, type Tag, tagOf } from "../src/strings/locales.js";
import { asText } from "../src/view/copying.js";

const { en } = LANGUAGES;
const KEYS = Object.keys(en) as (keyof Strings)[];
const OTHERS = (Object.entries(LANGUAGES) as [Tag, Strings][]).filter(([tag]) => tag !== "en");
const forms = (words: string | Plural): string[] => (typeof words === "string" ? [words] : Object.values(words));
const placeholders = (words: string) => [...new Set(words.match(/\{\w+\}/g))].sort();

/** The letters of a language's own script, and those that only its neighbour has. */
const SCRIPTS: Partial<Record<Tag, [RegExp, RegExp]>> = {
  he: [/[\u05d0-\u05ea]/, /[A-Za-z\u0400-\u04ff]/],
  ru: [/[а-яё]/i, /[іїєґA-Za-z]/i],
  uk: [/[а-яіїєґ]/i, /[ыэъёA-Za-z]/i],
};

describe.each(OTHERS)("the words in %s", (tag, strings) => {
  test("are all there", () => {
    expect(Object.keys(strings).sort()).toEqual([...KEYS].sort());
    for (const key of KEYS) for (const words of forms(strings[key])) expect(words.trim(), key).not.toBe("");
  });

  test("hold the same values", () => {
    for (const key of KEYS.filter((each) => each !== "unread")) {
      expect(placeholders(strings[key] as string), key).toEqual(placeholders(en[key] as string));
    }
    // A form that stands for one number alone may say it in words.
    expect(placeholders(strings.unread.other)).toEqual(["{count}"]);
  });

  test("are not English", () => {
    const english = new Set(KEYS.flatMap((key) => forms(en[key])));
    for (const key of KEYS) for (const words of forms(strings[key])) expect(english, key).not.toContain(words);
  });

  test("have a form for every number, which is named where it stands for several", () => {
    const rules = new Intl.PluralRules(tag);
    const counts = Array.from({ length: 200 }, (_, place) => place + 1);
    for (const form of new Set(counts.map((count) => rules.select(count)))) {
      expect(strings.unread, form).toHaveProperty(form);
      if (counts.filter((count) => rules.select(count) === form).length > 1) expect(strings.unread[form]).toContain("{count}");
    }
  });

  test("are written in its own letters", () => {
    const [own, foreign] = SCRIPTS[tag] ?? [/\p{Script=Latin}/u, /[\u0400-\u04ff\u0590-\u05ff]/];
    for (const words of KEYS.flatMap((key) => forms(strings[key])).map((each) => each.replace(/\{\w+\}/g, ""))) {
      expect(words).toMatch(own);
      // "QR" is what it is called everywhere.
      expect(words.replaceAll("QR", "")).not.toMatch(foreign);
    }
  });
});

test("the menu names each language once", () => {
  const names = Object.values(LANGUAGES).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("Hebrew alone runs from right to left", () => {
  expect((Object.keys(LANGUAGES) as Tag[]).filter((tag) => directionOf(tag) === "rtl")).toEqual(["he"]);
});

test.each([
  ["es-MX", "es"],
  ["pt-BR", "pt"],
  ["pt-PT", "pt-PT"],
  ["de-Latn-AT", "de"],
  ["pl", null],
  ["constructor", null],
  ["", null],
])("the words for %s are those of %s", (locale, tag) => {
  expect(tagOf(locale)).toBe(tag);
});

test.each([
  ["en", 1, "1 new message"],
  ["he", 2, "שתי הודעות חדשות"],
  ["uk", 3, "3 нові повідомлення"],
  ["ru", 21, "21 новое сообщение"],
  ["ru", 1000, "1000 новых сообщений"],
] as const)("in %s %i messages are counted as its grammar has it", (tag, count, words) => {
  expect(counted(LANGUAGES[tag].unread, count, tag)).toBe(words);
});

test("a value stands where the language has it", () => {
  expect(filled("before {name} behind", 7)).toEqual(["before ", 7, " behind"]);
});

test("what is copied has its times and speakers in the language", () => {
  const at = "2026-01-03T17:05:00";
  const said = { from: "customer" as const, id: "a", text: "Hallo", at, progress: "sent" as const, problem: null };
  expect(asText([said], LANGUAGES.de, "de-AT")).toBe("[2026-01-03 17:05] Sie: Hallo");
  expect(asText([said], LANGUAGES.en, "en-AU")).toBe("[2026-01-03 05:05 pm] You: Hallo");
});
