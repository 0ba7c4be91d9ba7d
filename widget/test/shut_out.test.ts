import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Conversation } from "../src/conversation/conversation.js";
import { Language } from "../src/language.js";
import { readSettings } from "../src/settings.js";
import { Storage } from "../src/storage.js";

const SERVER = "https://desk.example";
const A_SESSION = { session: "s", expires_in: 86_400, customer: null };

type Answer = () => Response;
const refused: Answer = () => {
  throw new TypeError("Failed to fetch");
};
const json = (body: unknown, status = 200): Answer => () => new Response(JSON.stringify(body), { status });

/** What the server answers, by method and path; nothing else gets through. */
let answers: Record<string, Answer>;
let calls: string[];
let sockets: EventTarget[];
let violate: (blockedURI: string, effectiveDirective?: string, disposition?: string) => void;

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  sockets = [];
  const documentHeard = new EventTarget();
  violate = (blockedURI, effectiveDirective = "connect-src", disposition = "enforce") =>
    documentHeard.dispatchEvent(Object.assign(new Event("securitypolicyviolation"), { blockedURI, effectiveDirective, disposition }));
  vi.stubGlobal("document", documentHeard);
  vi.stubGlobal("addEventListener", () => undefined);
  vi.stubGlobal("location", { origin: "https://shop.example", protocol: "https:" });
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", async (url: string, { method = "GET" }: RequestInit) => {
    const call = `${method} ${url.replace(`${SERVER}/webhooks/rest`, "")}`;
    calls.push(call);
    return (answers[call] ?? refused)();
  });
  // Never opens, and says so a moment later.
  vi.stubGlobal("WebSocket", class extends EventTarget {
    constructor() {
      super();
      sockets.push(this);
      setTimeout(() => this.dispatchEvent(new Event("close")), 1);
    }
    close(): void {}
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function talk(data: Record<string, string> = { server: SERVER }): [Conversation, string[]] {
  const settings = readSettings(data, `${SERVER}/returndesk.js`, "https://shop.example/", null, []);
  const storage = new Storage(settings.server);
  const conversation = new Conversation(settings, storage, new Language([], storage));
  const lines: string[] = [];
  conversation.addEventListener("page", (event) => {
    const [name, detail] = (event as CustomEvent).detail;
    if (name === "error") lines.push(`${detail.setting}: ${detail.message}`);
  });
  return [conversation, lines];
}

const progress = (conversation: Conversation) => conversation.messages.map((message) => message.from === "customer" && message.progress);
const MINUTE = 60_000;

describe("a page whose origin is refused", () => {
  beforeEach(() => (answers = { "GET /": json({ status: "ok" }) }));

  test("is told of once, and asks for a session once in minutes", async () => {
    const [conversation, lines] = talk();
    void conversation.open();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(conversation.reach).toBe("shut-out");
    expect(lines).toEqual([`RETURNDESK_ALLOWED_ORIGINS: ${SERVER} takes no call of https://shop.example; name it there`]);
    expect(calls).toEqual(["POST /session", "GET /", "GET /history"]);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(conversation.reach).toBe("shut-out");
    expect(calls.length).toBeLessThan(8);
    expect(lines).toHaveLength(1);
  });

  test("has nobody wait: what was written is not sent, and goes out at a press once the page may call", async () => {
    const [conversation] = talk();
    conversation.say("How do I send it back?");
    expect(progress(conversation)).toEqual(["waiting"]);
    void conversation.open();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(progress(conversation)).toEqual(["failed"]);
    answers = { ...answers, "POST /session": json(A_SESSION), "GET /history": json({ messages: [] }), "POST /webhook": json([]), "POST /open": json([]) };
    conversation.retry(conversation.messages[0]!.id);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(conversation.reach).toBe("online");
    expect(progress(conversation)).toEqual(["sent"]);
  });

  test("is known too where it has a session from before", async () => {
    answers = { ...answers, "POST /session": json(A_SESSION) };
    const [conversation, lines] = talk();
    void conversation.open();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(conversation.reach).toBe("shut-out");
    expect(lines[0]).toMatch(/^RETURNDESK_ALLOWED_ORIGINS: /);
    const tries = sockets.length;
    await vi.advanceTimersByTimeAsync(4 * MINUTE);
    expect(sockets.length).toBe(tries);
  });
});

test("a server that answers and has trouble shuts nobody out", async () => {
  answers = { "GET /": json({ status: "ok" }), "POST /session": json({ error: "busy" }, 503), "GET /history": json({ error: "busy" }, 503) };
  const [conversation, lines] = talk();
  void conversation.open();
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(conversation.reach).toBe("unreachable");
  expect(lines.filter((line) => !line.startsWith("data-server"))).toEqual([]);
  expect(calls.filter((call) => call === "POST /session").length).toBeGreaterThan(3);
});

describe("where no assistant answers", () => {
  beforeEach(() => (answers = {}));

  test.each([
    [{ server: SERVER }, SERVER],
    [{}, `${SERVER} (no data-server: taken from the script's address)`],
  ] as [Record<string, string>, string][])("with %j the address is told, with where it is from", async (data, shown) => {
    const [conversation, lines] = talk(data);
    void conversation.open();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(lines).toEqual([`data-server: no assistant answers at ${shown}`]);
  });
});

describe("a content security policy", () => {
  test("that lets nothing through is told of alone, and nothing is tried any more for minutes", async () => {
    answers = {};
    const [conversation, lines] = talk();
    void conversation.open();
    await vi.advanceTimersByTimeAsync(1);
    violate(`${SERVER}/webhooks/rest/session`);
    const before = calls.length;
    await vi.advanceTimersByTimeAsync(4 * MINUTE);
    expect(lines).toEqual([`Content-Security-Policy: connect-src keeps the page from the assistant; allow ${SERVER} and wss://desk.example`]);
    expect(conversation.reach).toBe("shut-out");
    expect(calls.length).toBe(before);
  });

  test("that lets all but the WebSocket through leaves the chat as it is, without further sockets", async () => {
    answers = { "GET /": json({ status: "ok" }), "POST /session": json(A_SESSION), "GET /history": json({ messages: [] }), "POST /open": json([]) };
    const [conversation, lines] = talk();
    void conversation.open();
    await vi.advanceTimersByTimeAsync(0);
    violate("wss://desk.example/webhooks/socketio/");
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(lines).toEqual(["Content-Security-Policy: connect-src keeps the page from the WebSocket; allow wss://desk.example"]);
    expect(conversation.reach).toBe("online");
    expect(sockets).toHaveLength(1);
    // A server that was away is found again.
    answers = { ...answers, "GET /history": json({}, 502) };
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(conversation.reach).toBe("unreachable");
    answers = { ...answers, "GET /history": json({ messages: [] }) };
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(conversation.reach).toBe("online");
  });

  test("that only reports, or is about others, is passed over; what keeps a picture back is named by its address", () => {
    answers = {};
    const [, lines] = talk();
    violate(`${SERVER}/webhooks/rest/session`, "connect-src", "report");
    violate("https://other.example/");
    expect(lines).toEqual([]);
    violate(`${SERVER}/labels/1.png`, "img-src");
    expect(lines).toEqual([`Content-Security-Policy: img-src keeps the page from ${SERVER}/labels/1.png; allow ${SERVER}`]);
  });
});
