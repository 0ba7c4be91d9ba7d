import { fields, list } from "./wire.js";

// Socket.IO's protocol 5 on Engine.IO's 4, as far as the server speaks it: one namespace, text, over a WebSocket. The client
// that is published for it knows more transports, and weighs a third of the whole script.
const OPENED = "0";
const CLOSED = "1";
const PING = "2";
const PONG = "3";
const MESSAGE = "4";
const CONNECT = "0";
const DISCONNECT = "1";
const EVENT = "2";
const ACKNOWLEDGED = "3";
const REFUSED = "4";
const CONNECTED_WITHIN_MS = 15_000;

/** Who is told what comes in. After `closed` or `refused` nothing more comes. */
export interface SocketListener {
  connected(): void;
  closed(): void;
  /** The server does not take the connection, with what it says of it. */
  refused(reason: unknown): void;
  heard(event: string, data: unknown): void;
}

/** One connection to a Socket.IO server. */
export class Socket {
  connected = false;
  readonly #web: WebSocket;
  readonly #answers = new Map<number, (answer: unknown) => void>();
  #asked = 0;
  #over = false;
  #patience = CONNECTED_WITHIN_MS;
  #silence: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param url The address of the server's WebSocket.
   * @param greeting What is said of who connects.
   * @throws DOMException where the page may not open it.
   */
  constructor(
    url: string,
    private readonly greeting: unknown,
    private readonly listener: SocketListener,
  ) {
    this.#web = new WebSocket(url);
    this.#web.addEventListener("message", ({ data }) => this.#take(String(data)));
    this.#web.addEventListener("close", () => this.#end(() => listener.closed()));
    this.#waitFurther();
  }

  /** Sends an event; the server's answer to it, null where the connection ends before. */
  ask(event: string, data: readonly unknown[], within: number): Promise<unknown> {
    const id = (this.#asked += 1);
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      setTimeout(() => this.#answer(id, null), within);
      this.#web.send(`${MESSAGE}${EVENT}${id}${JSON.stringify([event, ...data])}`);
    });
  }

  /** Ends the connection; nothing is told of it. */
  close(): void {
    this.#end(() => undefined);
  }

  #take(packet: string): void {
    const kind = packet[0];
    if (kind === OPENED) {
      const { pingInterval, pingTimeout } = fields(parsed(packet.slice(1)));
      this.#patience = Number(pingInterval) + Number(pingTimeout) || this.#patience;
      this.#web.send(MESSAGE + CONNECT + JSON.stringify(this.greeting));
    } else if (kind === PING) this.#web.send(PONG);
    else if (kind === CLOSED) this.#end(() => this.listener.closed());
    else if (kind === MESSAGE) this.#hear(packet[1] ?? "", packet.slice(2));
    this.#waitFurther();
  }

  #hear(kind: string, words: string): void {
    const [, id = "", body = ""] = /^(\d*)([^]*)$/.exec(words) ?? [];
    if (kind === CONNECT) {
      this.connected = true;
      this.listener.connected();
    } else if (kind === EVENT) {
      const [event, data] = list(parsed(body));
      this.listener.heard(String(event), data);
    } else if (kind === ACKNOWLEDGED) this.#answer(Number(id), list(parsed(body))[0]);
    else if (kind === REFUSED) this.#end(() => this.listener.refused(parsed(body)));
    else if (kind === DISCONNECT) this.#end(() => this.listener.closed());
  }

  #answer(id: number, answer: unknown): void {
    this.#answers.get(id)?.(answer);
    this.#answers.delete(id);
  }

  // The server pings; one that has fallen silent is gone, whatever the network says.
  #waitFurther(): void {
    clearTimeout(this.#silence);
    if (!this.#over) this.#silence = setTimeout(() => this.#end(() => this.listener.closed()), this.#patience);
  }

  #end(tell: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.connected = false;
    clearTimeout(this.#silence);
    this.#web.close();
    for (const id of [...this.#answers.keys()]) this.#answer(id, null);
    tell();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
