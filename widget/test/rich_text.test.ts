import { describe, expect, test } from "vitest";
import { INLINE, unescaped, unmarked } from "../src/notation.js";
import type { Strings } from "../src/strings/locales.js";
import { blocksOf, mayFollow, plain, richText } from "../src/view/rich_text.js";

describe("the blocks of a message", () => {
  test("an empty line parts paragraphs, a single break does not", () => {
    expect(blocksOf("one\ntwo\n\nthree")).toEqual([
      { kind: "paragraph", lines: ["one", "two"] },
      { kind: "paragraph", lines: ["three"] },
    ]);
  });

  test("lines with a dash or a dot are a list", () => {
    expect(blocksOf("So far\n- one\n• two")).toEqual([
      { kind: "paragraph", lines: ["So far"] },
      { kind: "list", items: ["one", "two"] },
    ]);
  });

  test("a line all in italics is where the answer is from", () => {
    expect(blocksOf("It is free.\n_Source: the policy_")).toEqual([
      { kind: "paragraph", lines: ["It is free."] },
      { kind: "source", text: "Source: the policy" },
    ]);
  });
});

describe("a link may be followed", () => {
  const hosts = ["shop.example"];
  test.each(["https://shop.example/", "https://help.shop.example/a?b#c", "https://shop.example:8443/"])("%s", (url) => {
    expect(mayFollow(url, hosts)).toBe(true);
  });
  test.each([
    "http://shop.example/",
    "javascript:alert(1)",
    "data:text/html,hi",
    "https://evil-shop.example/",
    "https://shop.example.evil.example/",
    "https://shop.example@evil.example/",
    "not an address",
  ])("not %s", (url) => {
    expect(mayFollow(url, hosts)).toBe(false);
  });
});

describe("words from outside", () => {
  const titles = ["Lamp *new*", "**Cup**", "_mug_ snake_case", "<b>Tray</b> & `code`", "[sale](evil)", "~old~ a\\b", "**", "_", "5 * 3"];
  const escaped = (title: string) => title.replace(/[\\*_[\]<>`~&]/g, "\\$&");

  test.each(titles)("are read out as they are: %s", (title) => {
    expect(unmarked(`Return **R1001**, **${escaped(title)}**: _${escaped(title)}_`)).toBe(`Return R1001, ${title}: ${title}`);
  });

  test.each(titles)("have no marks and no links: %s", (title) => {
    const drawn = richText(`• ${escaped(title)}: yes`, { hosts: [], server: "", strings: {} as Strings });
    expect(drawn).toHaveLength(1);
    const [line] = drawn[0]!.values[0] as { values: unknown[][] }[];
    expect((line!.values[0] as string[]).join("")).toBe(`${title}: yes`);
  });

  test("an address among them can still be followed", () => {
    expect([...escaped("see https://shop.example/a_b?c=1&d=2.").matchAll(INLINE)].map(({ groups }) => unescaped(groups!["url"] ?? ""))).toEqual([
      "https://shop.example/a_b?c=1&d=2",
    ]);
  });
});

test.each([
  ["R1001: איפה?", ["R1001"]],
  ["איפה R1001, של ana.b+c@example.com?", ["R1001", "ana.b+c@example.com"]],
  ["8120034500012345 on 13.10.2026, 5 * 3, @ home", []],
])("in %s the references are isolated: %j", (text, references) => {
  const parts = plain(text);
  const isolated = parts.filter((part) => typeof part !== "string").map(({ values }) => values[1]);
  expect(isolated).toEqual(references);
  expect(parts.map((part) => (typeof part === "string" ? part : part.values[1])).join("")).toBe(text);
});
