import { expect, test } from "vitest";
import type { Message } from "../src/conversation/message.js";
import { newsBegin } from "../src/view/message_list.js";

const desk = (at: string): Message => ({ from: "desk", id: at, text: "", choices: [], card: null, picture: null, at });
const customer = (at: string): Message => ({ from: "customer", id: at, text: "", at, progress: "sent", problem: null });

test("a reader goes on from the newest question, whatever the clocks say", () => {
  expect(newsBegin([desk("2026-10-13T10:00:00Z"), customer("2026-10-13T10:00:01Z"), desk("2026-11-01T10:00:00Z")])).toBe(1);
});

test("what is said after a pause is new", () => {
  expect(newsBegin([customer("2026-10-13T10:00:00Z"), desk("2026-10-13T10:00:01Z"), desk("2026-10-13T10:05:00Z")])).toBe(2);
});

test("a greeting is read from its beginning", () => {
  expect(newsBegin([desk("2026-10-13T10:00:00Z"), desk("2026-10-13T10:00:00Z")])).toBe(0);
});
