import { expect, test } from "vitest";
import { invitationsIn } from "../src/page/invitations.js";

test("an invitation has words, and else what is left out", () => {
  expect(invitationsIn([{ text: "Waiting for a refund?" }])).toEqual([
    { id: "Waiting for a refund?", text: "Waiting for a refund?", ask: "", page: "/", after: 0, exit: false },
  ]);
});

test.each([[null], ["words"], [{ text: "no list" }], [[{}]], [[{ text: 7 }]]])("of %j there is none", (json) => {
  expect(invitationsIn(json)).toEqual([]);
});

test("no time lies before the page", () => {
  expect(invitationsIn([{ text: "a", after: -3 }, { text: "b", after: "soon" }]).map(({ after }) => after)).toEqual([0, 0]);
});
