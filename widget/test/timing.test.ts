import { describe, expect, test } from "vitest";
import { waitBefore } from "../src/connection/backoff.js";
import { readToken, refreshIn } from "../src/connection/customer_token.js";
import { noticeIn } from "../src/conversation/notice.js";
import { readSettings } from "../src/settings.js";

test("waits grow with each failure, up to a limit, and differ", () => {
  const longest = [0, 1, 2, 20].map((failures) => waitBefore(failures, 0.999));
  expect(longest).toEqual([...longest].sort((one, other) => one - other));
  expect(longest.at(-1)).toBeLessThanOrEqual(15_000);
  expect(waitBefore(3, 0)).toBeLessThan(waitBefore(3, 0.9));
  expect(waitBefore(0, 0)).toBeGreaterThan(0);
});

describe("a customer's token", () => {
  const token = (claims: object) => readToken(`x.${btoa(JSON.stringify(claims)).replaceAll("=", "")}.y`);

  test("is renewed a minute early", () => {
    expect(refreshIn(token({ exp: 600 }), 0)).toBe(540_000);
  });
  test("is renewed before the assistant forgets who says nothing", () => {
    expect(refreshIn(token({ exp: 3_600 }), 0)).toBe(20 * 60_000);
  });
  test("that is good for less is renewed at half its time", () => {
    expect(refreshIn(token({ exp: 60 }), 0)).toBe(30_000);
  });
  test("that has expired is renewed soon, not at once and again and again", () => {
    expect(refreshIn(token({ exp: 1 }), 100_000)).toBe(1_000);
  });
  test("is renewed by its own times where the computer's clock is days ahead or behind", () => {
    const made = { iat: 10 * 86_400, exp: 10 * 86_400 + 600 };
    for (const now of [0, 20 * 86_400_000]) expect(refreshIn(token(made), now)).toBe(540_000);
  });
  test("without an end needs no renewal", () => {
    expect(refreshIn(token({ sub: "A" }), 0)).toBeNull();
  });
  test("that can't be read is nobody's", () => {
    expect(readToken("rubbish").subject).toBe("");
  });
});

test("a notice is shown until its date is over", () => {
  const card = { card: "deadlines", version: 1, notice: true, notice_text: "R1: today", due: "2026-10-13T10:00:00Z" };
  const messages = [{ from: "desk" as const, id: "0", text: "", choices: [], card, picture: null, at: "" }];
  expect(noticeIn(messages, Date.parse("2026-10-13T09:00:00Z"))).toEqual({ id: "due 2026-10-13T10:00:00Z", text: "R1: today" });
  expect(noticeIn(messages, Date.parse("2026-10-13T11:00:00Z"))).toBeNull();
});

describe("the tag's attributes", () => {
  const read = (data: Record<string, string>, locales: string[] = []) =>
    readSettings(data, "https://desk.example/returndesk.js", "https://shop.example/a/", null, locales);

  test("the server is where the script is, unless said otherwise", () => {
    expect(read({}).server).toBe("https://desk.example");
    expect(read({ server: "https://bot.example/desk/" }).server).toBe("https://bot.example/desk");
  });
  test("a token address is relative to the page", () => {
    expect(read({ tokenUrl: "/token" }).tokenUrl).toBe("https://shop.example/token");
  });
  test("locales are those of the tag, the page and the browser, less what is none or says more than that", () => {
    expect(read({ locale: "es-mx" }, ["", "not a locale", "de-u-co-phonebk", "iw"]).locales).toEqual(["es-MX", "de", "he"]);
  });
  test("an address of another kind is refused by name", () => {
    expect(() => read({ server: "ftp://desk.example" })).toThrow(/data-server="ftp:\/\/desk.example" is not an address/);
  });
});
