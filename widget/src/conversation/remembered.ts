import type { Thumb } from "../connection/line.js";
import type { Storage } from "../storage.js";

const SEEN = "seen";
const RATINGS = "ratings";

/** What this browser remembers of a conversation that the server does not tell: what was seen and rated. */
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

  forget(): void {
    for (const key of [SEEN, RATINGS]) this.storage.remove(key);
  }

  /** Calls `changed` when it was seen or rated in another tab. */
  watch(changed: () => void): void {
    for (const key of [SEEN, RATINGS]) this.storage.watch(key, changed);
  }

  get #ratings(): Record<string, Thumb> {
    return this.storage.read<Record<string, Thumb>>(RATINGS, {});
  }
}
