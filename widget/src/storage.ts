/** What outlives a reload and is shared by the tabs of a site: the browser's local storage, else this page's memory. */
export class Storage {
  readonly #prefix: string;
  readonly #memory = new Map<string, string>();
  #local: globalThis.Storage | null = null;

  /** @param server Whose conversation it is; two assistants on one site stay apart. */
  constructor(server: string) {
    this.#prefix = `returndesk ${server} `;
    try {
      const probe = `${this.#prefix}probe`;
      localStorage.setItem(probe, "");
      localStorage.removeItem(probe);
      this.#local = localStorage;
    } catch {
      // A site's storage can be switched off or full; the conversation then ends with the page.
    }
  }

  read<T>(key: string, fallback: T): T {
    const name = this.#prefix + key;
    const kept = this.#memory.get(name) ?? this.#local?.getItem(name);
    if (kept == null) return fallback;
    try {
      return JSON.parse(kept) as T;
    } catch {
      return fallback;
    }
  }

  write(key: string, value: unknown): void {
    const name = this.#prefix + key;
    const text = JSON.stringify(value);
    try {
      if (!this.#local) throw new Error("no storage");
      this.#local.setItem(name, text);
      this.#memory.delete(name);
    } catch {
      // It may be full: then this page remembers, and a reload forgets.
      this.#memory.set(name, text);
    }
  }

  remove(key: string): void {
    this.#local?.removeItem(this.#prefix + key);
    this.#memory.delete(this.#prefix + key);
  }

  /** The keys that begin so. */
  keys(beginning: string): string[] {
    const names = new Set([...(this.#local ? Object.keys(this.#local) : []), ...this.#memory.keys()]);
    const prefix = this.#prefix + beginning;
    return [...names].filter((name) => name.startsWith(prefix)).map((name) => name.slice(this.#prefix.length));
  }

  /** Calls `changed` when another tab has written or removed something under a key that begins so. */
  watch(beginning: string, changed: () => void): void {
    addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith(this.#prefix + beginning)) changed();
    });
  }
}

/** Runs `work` while no other tab of the site runs it under the same name. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  // Locks need a secure page. Elsewhere two tabs may do the same at once: the server takes a message once all the same.
  if (!navigator.locks) return work();
  return navigator.locks.request(`returndesk ${name}`, work) as Promise<T>;
}
