import { beforeEach, expect, test, vi } from "vitest";
import { openApi } from "../src/page/api.js";
import { EVENTS } from "../src/page/events.js";
import type { ReturnDeskActions, ReturnDeskCall, ReturnDeskEventName } from "../returndesk.js";

// The compiler holds these to be all.
const NAMES: Record<ReturnDeskEventName, true> = {
  ready: true, opened: true, closed: true, "message-sent": true, "message-received": true, unread: true, identified: true,
  "handed-over": true, "agent-joined": true, "return-started": true, rating: true, error: true,
};

let lines: string[];
const element = new EventTarget() as HTMLElement & ReturnDeskActions;

beforeEach(() => {
  lines = [];
  vi.spyOn(console, "warn").mockImplementation((line) => void lines.push(line));
  vi.stubGlobal("document", new EventTarget());
});

test("every event can be listened to", () => {
  expect([...EVENTS].sort()).toEqual(Object.keys(NAMES).sort());
  const window: Partial<Window> = {};
  vi.stubGlobal("window", window);
  openApi(element);
  for (const name of EVENTS) window.returndesk?.push(["on", name, () => undefined] as ReturnDeskCall);
  expect(lines).toEqual([]);
});

test.each(["mesage-received", "open", "toString", ""])("a listener to %j, which nothing is told under, is told of once, queued or not", (name) => {
  const call = ["on", name, () => undefined] as unknown as ReturnDeskCall;
  const window: Partial<Window> = { returndesk: [call] };
  vi.stubGlobal("window", window);
  openApi(element);
  expect(lines).toEqual([`returndesk: window.returndesk: there is no "${name}"; see docs/widget.md`]);
  (window.returndesk as { on(name: string, heard: () => void): void }).on(name, () => undefined);
  expect(lines).toHaveLength(2);
});
