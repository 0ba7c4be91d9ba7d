import type { Thumb } from "../connection/line.js";
import type { Storage } from "../storage.js";

const SEEN = "seen";
const RATINGS = "ratings";
const PUT_AWAY = "dismissed";

/** What this browser remembers of a conversation that the server does not tell: what was seen, rated and put away. */
export class Remembered {
  constructor(private readonly storage: Storage) {}

  /** The newest message of the assistant's that was on the screen. */
  get seen(): string | null {
    return this.storage.read<string | null>(SEEN, null);
  }

  set seen(id: string) {
    this.storage.write(SEEN, id);
  }

  ratingOf(id: string): Thumb | null {
    return this.#ratings[id] ?? null;
  }

  rated(id: string, value: Thumb): void {
    this.storage.write(RATINGS, { ...this.#ratings, [id]: value });
  }

  isPutAway(noticeId: string): boolean {
    return this.storage.read<string | null>(PUT_AWAY, null) === noticeId;
  }

  putAway(noticeId: string): void {
    this.storage.write(PUT_AWAY, noticeId);
  }

  forget(): void {
    for (const key of [SEEN, RATINGS, PUT_AWAY]) this.storage.remove(key);
  }

  /** Calls `changed` when it was seen, rated or put away in another tab. */
  watch(changed: () => void): void {
    for (const key of [SEEN, RATINGS, PUT_AWAY]) this.storage.watch(key, changed);
  }

  get #ratings(): Record<string, Thumb> {
    return this.storage.read<Record<string, Thumb>>(RATINGS, {});
  }
}
