import type { RestLine } from "./rest_line.js";
import { alone, type Storage } from "../storage.js";

const KEY = "session";
const DAY_MS = 86_400_000;

interface Kept {
  token: string;
  /** When the token was made, in milliseconds since 1970. */
  madeAt: number;
  /** Who is signed in, as the page's token says; null for a guest. */
  subject: string | null;
}

/** The session that stands for this browser's conversation, shared by the tabs of a site. */
export class Session {
  constructor(private readonly storage: Storage) {}

  get token(): string | null {
    return this.#kept?.token ?? null;
  }

  get subject(): string | null {
    return this.#kept?.subject ?? null;
  }

  get #kept(): Kept | null {
    return this.storage.read<Kept | null>(KEY, null);
  }

  /** Makes a session where there is none, or a fresh token for one that is a day old. Two tabs make one together. */
  async ensure(rest: RestLine): Promise<void> {
    await alone("session", async () => {
      const kept = this.#kept;
      if (kept && Date.now() - kept.madeAt < DAY_MS) return;
      const { session } = await rest.begin();
      this.storage.write(KEY, { token: session, madeAt: Date.now(), subject: kept?.subject ?? null } satisfies Kept);
    });
  }

  belongsTo(subject: string): void {
    const kept = this.#kept;
    if (kept && kept.subject !== subject) this.storage.write(KEY, { ...kept, subject });
  }

  /** Forgets the token, unless another tab has put a newer one in its place. */
  drop(token: string | null): void {
    if (this.token === token) this.storage.remove(KEY);
  }

  /** Calls `changed` when another tab has made, renewed or dropped the session. */
  watch(changed: () => void): void {
    this.storage.watch(KEY, changed);
  }
}
