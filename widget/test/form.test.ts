import { expect, test } from "vitest";
import { formIn } from "../src/page/form.js";
import { LATER_STRINGS } from "../src/strings/later.js";
import { LANGUAGES, type Tag } from "../src/strings/locales.js";

test("a form's fields come in their order, and a star makes one required", () => {
  expect(formIn("order name* , email")).toEqual([
    { name: "order", required: false },
    { name: "name", required: true },
    { name: "email", required: false },
  ]);
});

test.each(["", "  "])("of %j there is none", (attribute) => expect(formIn(attribute)).toEqual([]));

test("what is no field is named", () => {
  expect(() => formIn("name phone*")).toThrow('data-form="name phone*": there is no "phone*"; there are name, email, order');
});

test.each(Object.keys(LANGUAGES) as Tag[])("what loads later has all its words in %s", (tag) => {
  const words = LATER_STRINGS[tag];
  expect(Object.keys(words)).toEqual(Object.keys(LATER_STRINGS.en));
  expect(words.optional).toContain("{label}");
  expect(words.removeFile).toContain("{file}");
  expect(words.photosSent).toContain("{count}");
  expect(words.namedPerson).toContain("{name}");
  if (tag === "en") return;
  const english = new Set(Object.values(LATER_STRINGS.en));
  for (const each of Object.values(words)) expect(english).not.toContain(each);
});
