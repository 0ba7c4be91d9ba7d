import type { Outgoing } from "./message.js";
import type { Storage } from "./storage.js";

const KEY = "outbox";

/** What was written and not taken by the server yet. It outlives a reload and is shared by the tabs of a site. */
export class Outbox {
  constructor(private readonly storage: Storage) {}

  get all(): readonly Outgoing[] {
    return this.storage.read<Outgoing[]>(KEY, []);
  }

  /** The first that has not been refused. */
  get next(): Outgoing | undefined {
    return this.all.find((entry) => entry.problem === null);
  }

  put(entry: Outgoing): void {
    const others = this.all;
    const place = others.findIndex((other) => other.id === entry.id);
    this.storage.write(KEY, place < 0 ? [...others, entry] : others.with(place, entry));
  }

  find(id: string): Outgoing | undefined {
    return this.all.find((entry) => entry.id === id);
  }

  remove(id: string): void {
    this.storage.write(
      KEY,
      this.all.filter((entry) => entry.id !== id),
    );
  }

  clear(): void {
    this.storage.remove(KEY);
  }

  /** Calls `changed` when another tab has put something in or taken it out. */
  watch(changed: () => void): void {
    this.storage.watch(KEY, changed);
  }
}
