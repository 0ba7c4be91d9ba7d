import { expect, test } from "vitest";
import { Language } from "../src/language.js";
import { Storage } from "../src/storage.js";

const language = (...wanted: string[]) => new Language(wanted, new Storage("https://desk.example"));

test("the foremost locale counts that there are words for", () => {
  expect(language("pl", "es-MX", "de")).toMatchObject({ tag: "es", locale: "es-MX", direction: "ltr" });
});

test("without one it is English", () => {
  expect(language("pl")).toMatchObject({ tag: "en", locale: "en" });
});

test("what was chosen counts before what the page wants, with the region that the browser has for it", () => {
  const one = language("en-GB", "de-AT");
  one.choose("de");
  expect(one).toMatchObject({ tag: "de", locale: "de-AT" });
  one.choose("he");
  expect(one).toMatchObject({ tag: "he", locale: "he", direction: "rtl" });
  expect(one.strings.name).toBe("עברית");
});

test("a kept choice of another release is none", () => {
  const one = language("fr");
  one.choose("xx");
  expect(one.tag).toBe("fr");
});
