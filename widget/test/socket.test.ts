import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Socket } from "../src/connection/socket.js";

class FakeWebSocket extends EventTarget {
  static last: FakeWebSocket;
  readonly sent: string[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
    FakeWebSocket.last = this;
  }

  send(packet: string): void {
    this.sent.push(packet);
  }

  close(): void {
    this.closed = true;
  }

  comes(data: string): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

const told: unknown[] = [];
const listener = {
  connected: () => told.push("connected"),
  closed: () => told.push("closed"),
  refused: (reason: unknown) => told.push(["refused", reason]),
  heard: (event: string, data: unknown) => told.push([event, data]),
};

function opened(): [Socket, FakeWebSocket] {
  const socket = new Socket("ws://desk.example/", { session: "s" }, listener);
  FakeWebSocket.last.comes('0{"sid":"x","pingInterval":25000,"pingTimeout":20000}');
  return [socket, FakeWebSocket.last];
}

beforeEach(() => {
  told.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeWebSocket);
});
afterEach(() => void vi.useRealTimers());

test("it says who connects, and is connected when the server says so", () => {
  const [socket, web] = opened();
  expect(web.sent).toEqual(['40{"session":"s"}']);
  expect(socket.connected).toBe(false);
  web.comes('40{"sid":"y"}');
  expect(socket.connected).toBe(true);
  expect(told).toEqual(["connected"]);
});

test("an answer goes to the question that it belongs to", async () => {
  const [socket, web] = opened();
  web.comes("40{}");
  const first = socket.ask("say", [{ message: "a" }], 1000);
  const second = socket.ask("history", [], 1000);
  expect(web.sent.slice(1)).toEqual(['421["say",{"message":"a"}]', '422["history"]']);
  web.comes('432[{"ok":true,"messages":[]}]');
  web.comes('431[{"ok":true}]');
  expect(await second).toEqual({ ok: true, messages: [] });
  expect(await first).toEqual({ ok: true });
});

test("a question that is not answered in time, or not before the end, has no answer", async () => {
  const [socket, web] = opened();
  web.comes("40{}");
  const late = socket.ask("say", [], 1000);
  vi.advanceTimersByTime(1000);
  expect(await late).toBeNull();
  const cut = socket.ask("say", [], 1000);
  web.dispatchEvent(new Event("close"));
  expect(await cut).toBeNull();
  expect(told).toEqual(["connected", "closed"]);
});

test("what the server says by itself is told", () => {
  const [, web] = opened();
  web.comes('42["typing",{"on":true}]');
  web.comes('427["desk",{"text":"1"}]');
  expect(told).toEqual([["typing", { on: true }], ["desk", { text: "1" }]]);
});

test("pings are answered, and a server that has fallen silent is gone", () => {
  const [, web] = opened();
  vi.advanceTimersByTime(40_000);
  web.comes("2");
  expect(web.sent.at(-1)).toBe("3");
  vi.advanceTimersByTime(44_999);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual(["closed"]);
  expect(web.closed).toBe(true);
});

test("a refusal ends it with the server's reason, and nothing comes after it", () => {
  const [, web] = opened();
  web.comes('44{"message":"no","data":{"status":401}}');
  web.dispatchEvent(new Event("close"));
  expect(told).toEqual([["refused", { message: "no", data: { status: 401 } }]]);
  expect(web.closed).toBe(true);
});

test("who closes it is told nothing", () => {
  const [socket, web] = opened();
  socket.close();
  web.dispatchEvent(new Event("close"));
  expect(told).toEqual([]);
});

test.each(["", "4", "43", "42nonsense", "0nonsense", "9", "44"])("a packet that is none breaks nothing: %j", (packet) => {
  const [, web] = opened();
  web.comes("40{}");
  expect(() => web.comes(packet)).not.toThrow();
});
