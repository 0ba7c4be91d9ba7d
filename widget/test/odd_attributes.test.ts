import { expect, test } from "vitest";
import { CHOICES, oddAttributes, OTHERS } from "../src/later/odd_attributes.js";
import { readSettings } from "../src/settings.js";

const said = (data: Record<string, string>) => oddAttributes(data, Object.keys(data)).map(([attribute, message]) => `${attribute}: ${message}`);

test.each([
  [{ theme: "drak" }, 'data-theme: there is no "drak"; there are: light, dark'],
  [{ layout: "wide" }, 'data-layout: there is no "wide"; there are: full'],
  [{ skipLink: "no" }, 'data-skip-link: there is no "no"; there are: off'],
  [{ postion: "left" }, "data-postion: there is no such attribute; did you mean data-position (left, right)?"],
  [{ theem: "dark" }, "data-theem: there is no such attribute; did you mean data-theme (light, dark)?"],
  [{ tokenurl: "/token" }, "data-tokenurl: there is no such attribute; did you mean data-token-url?"],
  [{ locale: "tlh" }, 'data-locale: there are no words for "tlh"; there are for en, de, es, fr, it, nl, pt, pt-PT, ru, uk, he'],
  [{ from: "name" }, "data-from: there is no such attribute; did you mean data-form?"],
])("of %j it is said what there is", (data, line) => {
  expect(said(data as Record<string, string>)).toEqual([line]);
});

test.each(["cfasync", "nscript", "cookieconsent", "category", "name", "service", "otIgnore", "src", "id", "x".repeat(100_000)])(
  "of data-%s, which others put into tags, nothing is said",
  (name) => expect(said({ [name]: "false" })).toEqual([]),
);

const read = (data: Record<string, string>) => readSettings(data, "https://desk.example/returndesk.js", "https://shop.example/", null, []);

test("what there is is read, and only other values are odd", () => {
  for (const name of OTHERS) expect(read({ [name]: name === "form" ? "name" : name === "locale" ? "de-AT" : name === "invitations" ? "[]" : "/a" }).odd).toEqual([]);
  for (const [name, values] of Object.entries(CHOICES)) {
    for (const value of values!) expect(read({ [name]: value, inline: "#help" }).odd).toEqual([]);
    expect(read({ [name]: "nothing" }).odd).toEqual([name]);
    expect(read({ [name]: "" }).odd).toEqual([]);
  }
  expect(read({ postion: "left", locale: "tlh", cfasync: "false" }).odd).toEqual(["postion", "locale", "cfasync"]);
});
