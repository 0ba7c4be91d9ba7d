import { expect, test } from "vitest";
import { readSettings } from "../src/settings.js";
import { textsIn } from "../src/texts.js";
import { blocksOf } from "../src/view/rich_text.js";

const NONE = { title: "", subtitle: "", launcherLabel: "", welcome: "", consent: "", questions: [] };

test("a shop that says nothing has no words of its own", () => {
  expect(textsIn({}, null)("en")).toEqual(NONE);
});

test("a language's words come first, and what it does not say is what the attribute says", () => {
  const texts = textsIn({ title: "Help", welcome: "Hello" }, { de: { title: "Hilfe" } });
  expect(texts("de").title).toBe("Hilfe");
  expect(texts("de").welcome).toBe("Hello");
  expect(texts("fr").title).toBe("Help");
});

test("a region takes the words of its language", () => {
  expect(textsIn({}, { pt: { title: "Ajuda" } })("pt-PT").title).toBe("Ajuda");
});

test("questions are listed, or stand one behind the other", () => {
  expect(textsIn({ questions: "Is it free? | |How long?" }, null)("en").questions).toEqual(["Is it free?", "How long?"]);
  expect(textsIn({ questions: "Is it free?" }, { en: { questions: ["How long?", 7] } })("en").questions).toEqual(["How long?"]);
});

test.each([[[]], ["words"], [{ en: "words" }], [{ en: { title: 7 } }]])("words that are none are left out: %j", (json) => {
  expect(textsIn({}, json)("en")).toEqual(NONE);
});

test.each([
  [{ avatar: "javascript:alert(1)" }, null, "data-avatar"],
  [{ launcherIcon: "http://[" }, null, "data-launcher-icon"],
  [{}, "{", "data-texts"],
])("a setting that can't be read is named: %j", (data, texts, attribute) => {
  expect(() => readSettings(data, "https://desk.example/returndesk.js", "https://shop.example/", texts, [])).toThrow(attribute);
});

test("numbered lines are steps", () => {
  expect(blocksOf("To do:\n2. Open it.\n3) Choose.\nThen wait.")).toEqual([
    { kind: "paragraph", lines: ["To do:"] },
    { kind: "steps", start: 2, items: ["Open it.", "Choose."] },
    { kind: "paragraph", lines: ["Then wait."] },
  ]);
});

test("a date or an amount at the beginning of a line is no step", () => {
  expect(blocksOf("12.50 € come back.\n2026. That is far.")).toEqual([{ kind: "paragraph", lines: ["12.50 € come back.", "2026. That is far."] }]);
});
