import type { Storage } from "../storage.js";
import type { Outgoing } from "./message.js";

// Each entry is kept by itself: tabs that write at the same time then can't undo each other's writing.
const KEYS = "outbox ";

/** What was written and not taken by the server yet. It outlives a reload and is shared by the tabs of a site. */
export class Outbox {
  constructor(private readonly storage: Storage) {}

  /** The oldest first. */
  get all(): readonly Outgoing[] {
    const entries = this.storage.keys(KEYS).map((key) => this.storage.read<Outgoing | null>(key, null));
    return entries.filter((entry) => entry !== null).sort((one, other) => (one.at < other.at ? -1 : 1));
  }

  /** The first that has not been refused. */
  get next(): Outgoing | undefined {
    return this.all.find((entry) => entry.problem === null);
  }

  find(id: string): Outgoing | undefined {
    return this.all.find((entry) => entry.id === id);
  }

  put(entry: Outgoing): void {
    this.storage.write(KEYS + entry.id, entry);
  }

  remove(id: string): void {
    this.storage.remove(KEYS + id);
  }

  clear(): void {
    for (const key of this.storage.keys(KEYS)) this.storage.remove(key);
  }

  /** Calls `changed` when another tab has put something in or taken it out. */
  watch(changed: () => void): void {
    this.storage.watch(KEYS, changed);
  }
}
