import type { Line } from "../connection/line.js";
import { Refused, SessionOver, SomebodyElse } from "../connection/problems.js";
import { waitBefore } from "../connection/backoff.js";
import type { DeskMessage, Outgoing, Progress } from "./message.js";
import type { Outbox } from "./outbox.js";
import { alone } from "../storage.js";

/** Who is told how far a message has come. */
export interface DeliveryEvents {
  /** The way that there is to the server just now; null where there is none. */
  line(): Line | null;
  moved(entry: Outgoing, progress: Progress): void;
  sent(entry: Outgoing, answers: readonly DeskMessage[]): void;
  sessionOver(): void;
  /** A message did not get through on this line. */
  failed(line: Line): void;
}

/**
 * Sends what is in the outbox, one after the other and the oldest first. A message stays there until the server has
 * taken it, and goes out under the same id again when that is not certain, so none is lost and none counts twice.
 */
export class Delivery {
  #working = false;
  #failures = 0;

  constructor(
    private readonly outbox: Outbox,
    private readonly events: DeliveryEvents,
  ) {}

  /** Sends what can be sent now. Call it whenever something was written or a connection is there. */
  async run(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      while (this.events.line() && this.outbox.next) if (!(await alone("deliver", () => this.#sendFirst()))) break;
    } finally {
      this.#working = false;
    }
  }

  /** Returns whether to go on with the next. */
  async #sendFirst(): Promise<boolean> {
    const entry = this.outbox.next;
    const line = this.events.line();
    // Another tab may have sent it while this one waited for its turn.
    if (!entry || !line) return false;
    this.events.moved(entry, "sending");
    try {
      const answers = await line.say(entry);
      this.outbox.remove(entry.id);
      this.#failures = 0;
      this.events.sent(entry, answers);
      return true;
    } catch (error) {
      return this.#notSent(entry, line, error);
    }
  }

  #notSent(entry: Outgoing, line: Line, error: unknown): boolean {
    // A page that may not call (403) is told so like any refusal.
    if (error instanceof SomebodyElse || (error instanceof Refused && error.retryAfter === null)) {
      const refused = { ...entry, problem: error.message };
      this.outbox.put(refused);
      this.events.moved(refused, "failed");
      return true;
    }
    this.events.moved(entry, "waiting");
    if (error instanceof SessionOver) {
      this.events.sessionOver();
      return false;
    }
    const wait = error instanceof Refused ? (error.retryAfter ?? 0) * 1000 : waitBefore(this.#failures++, Math.random());
    if (!(error instanceof Refused)) this.events.failed(line);
    setTimeout(() => void this.run(), wait);
    return false;
  }
}
