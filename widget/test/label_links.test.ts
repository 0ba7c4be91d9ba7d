import { describe, expect, test } from "vitest";
import { deskMessage } from "../src/connection/wire.js";
import { isCode, labelAddress } from "../src/view/label_links.js";

const SERVER = "https://desk.shop.example/chat";

describe("a link to a label", () => {
  test("is asked of the server that the widget talks to, whatever host it names", () => {
    for (const host of ["http://127.0.0.1:5005", "https://evil.example", SERVER]) {
      expect(labelAddress(`${host}/webhooks/label/file?t=aB_-9`, SERVER)).toBe(`${SERVER}/webhooks/label/file?t=aB_-9`);
    }
  });

  test.each([
    "https://evil.example/",
    "https://evil.example/webhooks/label/file",
    "https://evil.example/webhooks/label/other?t=a",
    "https://evil.example/webhooks/label/file?t=a&next=b",
    "https://evil.example/webhooks/label/file?t=a#/b",
    "https://evil.example/webhooks/label/file?t=a/../../x",
    "javascript:alert(1)//webhooks/label/file?t=%20",
    `https://evil.example/webhooks/label/file?t=${"a".repeat(401)}`,
    "",
  ])("is nothing else: %s", (address) => {
    expect(labelAddress(address, SERVER)).toBeNull();
  });

  test("says whether it is the picture of a code", () => {
    expect(isCode(`${SERVER}/webhooks/label/code?t=a`)).toBe(true);
    expect(isCode(`${SERVER}/webhooks/label/file?t=a`)).toBe(false);
  });
});

test("a message may have a picture", () => {
  expect(deskMessage({ id: "1", text: "Here", image: "https://a.example/p" }).picture).toBe("https://a.example/p");
  expect(deskMessage({ id: "1", text: "Here", image: { a: 1 } }).picture).toBeNull();
});
