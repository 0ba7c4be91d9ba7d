import { expect, test } from "vitest";
import { deskMessage } from "../src/connection/wire.js";
import type { DeskMessage, Message, Outgoing } from "../src/conversation/message.js";
import { Transcript } from "../src/conversation/transcript.js";

const desk = (id: string, text = id): DeskMessage => ({ from: "desk", id, text, choices: [], card: null, picture: null, at: "" });
const customer = (id: string, text = id): Message => ({ from: "customer", id, text, at: "", progress: "sent", problem: null });
const waiting = (id: string): Outgoing => ({ id, payload: id, shown: id, at: "", problem: null });
const ids = (transcript: Transcript) => transcript.messages.map((message) => message.id);

test("a message that comes twice is there once", () => {
  const transcript = new Transcript();
  expect(transcript.add(desk("a.0"))).toBe(true);
  expect(transcript.add(desk("a.0"))).toBe(false);
  expect(ids(transcript)).toEqual(["a.0"]);
});

test("what the server does not have yet stays below what it has", () => {
  const transcript = new Transcript();
  transcript.wait(waiting("b"), "waiting");
  transcript.restore([customer("a"), desk("a.0")]);
  expect(ids(transcript)).toEqual(["a", "a.0", "b"]);
});

test("what was waiting and came through is there once, as sent", () => {
  const transcript = new Transcript();
  transcript.wait(waiting("a"), "waiting");
  transcript.restore([customer("a"), desk("a.0")]);
  expect(ids(transcript)).toEqual(["a", "a.0"]);
  expect(transcript.messages[0]).toMatchObject({ progress: "sent" });
});

test("only the assistant's messages count as unread", () => {
  const transcript = new Transcript();
  for (const message of [desk("0"), customer("a"), desk("a.0"), desk("a.1")]) transcript.add(message);
  expect(transcript.unreadAfter("0")).toBe(2);
  expect(transcript.unreadAfter("a.1")).toBe(0);
  expect(transcript.unreadAfter(null)).toBe(3);
});

test("a chosen button is what its title says", () => {
  const transcript = new Transcript();
  transcript.add({ ...desk("0"), choices: [{ title: "Yes", payload: "/affirm" }] });
  expect(transcript.wordsOf("/affirm")).toBe("Yes");
  expect(transcript.wordsOf("/other")).toBe("/other");
});

test("a person joins with the first message after the case was passed on, once each time", () => {
  const transcript = new Transcript();
  const happened = (id: string, what: string): DeskMessage => ({ ...desk(id), happened: what });
  // As after another page was opened: the case was passed on there.
  transcript.restore([customer("a"), happened("a.0", "handed_over"), desk("b.0")]);
  for (const message of [happened("c", "person_replied"), desk("d"), happened("e", "person_replied")]) transcript.add(message);
  expect(["c", "e"].map((id) => transcript.isFirstOfPerson(id))).toEqual([true, false]);
  for (const message of [happened("f.0", "handed_over"), happened("g", "person_replied")]) transcript.add(message);
  expect(transcript.isFirstOfPerson("g")).toBe(true);
  for (const message of [happened("h.0", "handed_over"), happened("i", "person_joined"), happened("j", "person_replied")]) transcript.add(message);
  expect(["h.0", "i", "j", "d"].map((id) => transcript.isFirstOfPerson(id))).toEqual([false, true, false, false]);
});

test("a case is open from when it was passed on until it is closed, also while the assistant answers", () => {
  const transcript = new Transcript();
  const tell = (happened: string) => transcript.add({ ...desk(happened), happened });
  expect([transcript.ofPeople, transcript.hasOpenCase]).toEqual([null, false]);
  // Who goes back to the assistant without having left it has no case.
  tell("assistant_back");
  expect(transcript.hasOpenCase).toBe(false);
  const told = ["handed_over", "person_joined", "person_replied", "ticket_closed"];
  const seen = told.map((each) => [tell(each), transcript.ofPeople, transcript.hasOpenCase, transcript.hasPerson].slice(1));
  expect(seen).toEqual([["handed_over", true, false], ["person_joined", true, true], ["person_replied", true, true], ["ticket_closed", false, false]]);
});

test("the name is that of the person who has answered last, until the assistant is back", () => {
  const transcript = new Transcript();
  const told = (happened: string, by?: unknown) => {
    transcript.add(deskMessage({ id: `${happened} ${transcript.messages.length}`, text: "", happened, by }));
    return transcript.person;
  };
  expect([told("handed_over"), told("person_replied", "Ana"), told("", "Nobody"), told("person_replied", "Ben")]).toEqual(["", "Ana", "Ana", "Ben"]);
  expect([told("person_joined", "Ana"), told("person_replied", "Ana")]).toEqual(["Ana", "Ana"]);
  expect([told("person_replied"), told("person_replied", "Ana"), told("assistant_back")]).toEqual(["", "Ana", ""]);
});

test("a name has at most 80 characters, and what is no text is no name", () => {
  expect(deskMessage({ by: "x".repeat(200) }).by).toHaveLength(80);
  for (const by of [undefined, null, 7, { toString: () => "Ana" }]) expect(deskMessage({ by }).by).toBe("");
});
