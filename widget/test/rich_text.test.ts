import { describe, expect, test } from "vitest";
import { blocksOf, mayFollow } from "../src/view/rich_text.js";

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
