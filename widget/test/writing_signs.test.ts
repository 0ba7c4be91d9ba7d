import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Conversation } from "../src/conversation/conversation.js";
import { WritingSigns } from "../src/later/writing_signs.js";

class Talk extends EventTarget {
  ofPeople: string | null = "person_replied";

  get hasPerson(): boolean {
    return this.ofPeople === "person_replied" || this.ofPeople === "person_joined";
  }

  typing = false;
  readonly told: string[] = [];
  line = { ask: (event: string) => Promise.reject(this.told.push(event)) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function signsOf(talk: Talk): WritingSigns {
  return new WritingSigns(talk as unknown as Conversation, () => {});
}

const shows = (signs: WritingSigns) => typeof signs.view("en") === "object";

test("a person who writes is shown for some seconds, longer while they go on", () => {
  const talk = new Talk();
  const signs = signsOf(talk);
  expect(shows(signs)).toBe(false);
  talk.dispatchEvent(new Event("person_writes"));
  vi.advanceTimersByTime(5_000);
  talk.dispatchEvent(new Event("person_writes"));
  vi.advanceTimersByTime(5_000);
  expect(shows(signs)).toBe(true);
  vi.advanceTimersByTime(2_000);
  expect(shows(signs)).toBe(false);
});

test("what they wrote takes the sign away", () => {
  const talk = new Talk();
  const signs = signsOf(talk);
  talk.dispatchEvent(new Event("person_writes"));
  talk.dispatchEvent(new Event("answer"));
  expect(shows(signs)).toBe(false);
});

test("whoever types on tells it once in some seconds, and what does not get through is nobody's trouble", () => {
  const talk = new Talk();
  const signs = signsOf(talk);
  for (let key = 0; key < 9; key++) {
    signs.typed();
    vi.advanceTimersByTime(1_000);
  }
  expect(talk.told).toEqual(["writes", "writes", "writes"]);
});

test.each([null, "assistant_back", "ticket_closed"])("where the assistant answers (%s), nobody is told", (happened) => {
  const talk = new Talk();
  talk.ofPeople = happened;
  signsOf(talk).typed();
  expect(talk.told).toEqual([]);
});
