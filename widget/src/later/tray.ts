import { NotTaken, type Sent, Uploads } from "./upload.js";

/** The most that go with one message. */
export const MOST = 6;

/** A file that is about to be sent. */
export interface Item {
  readonly id: number;
  readonly file: File;
  /** The address of its picture in this page. */
  readonly picture: string;
  share: number;
  /** The server's name for it, once all of it is there. */
  name: string | null;
  /** Why it is not taken; "" where it may be tried again, null where all is well. */
  problem: string | null;
}

/** The files that go with the next message. Sends each as soon as it is added, and "change" whenever one has moved. */
export class Tray extends EventTarget {
  items: readonly Item[] = [];
  /** Whether they are on their way with a message. */
  sending = false;
  #count = 0;
  readonly #uploads: Uploads;
  readonly #running = new Map<number, AbortController>();

  constructor(server: string, session: () => string | null) {
    super();
    this.#uploads = new Uploads(server, session);
  }

  /** Whether all that is taken has arrived. */
  get ready(): boolean {
    const taken = this.items.filter((each) => each.problem === null);
    return !this.sending && taken.length > 0 && taken.every((each) => each.name !== null);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.items.length >= MOST) break;
      const item: Item = { id: ++this.#count, file, picture: URL.createObjectURL(file), share: 0, name: null, problem: null };
      this.items = [...this.items, item];
      void this.#send(item);
    }
  }

  retry(item: Item): void {
    item.problem = null;
    item.share = 0;
    void this.#send(item);
  }

  remove(item: Item): void {
    this.#running.get(item.id)?.abort();
    if (item.name) void this.#uploads.remove(item.name);
    this.#drop([item]);
  }

  /** Sends what has arrived with a message; null where that is not possible now. */
  async finish(id: string, caption: string, shown: string, locale: string): Promise<Sent | null> {
    const taken = this.items.filter((each) => each.name !== null);
    this.#change(() => (this.sending = true));
    try {
      const sent = await this.#uploads.finish(taken.map((each) => each.name!), id, caption, shown, locale);
      this.#drop(taken);
      return sent;
    } catch {
      return null;
    } finally {
      this.#change(() => (this.sending = false));
    }
  }

  async #send(item: Item): Promise<void> {
    const control = new AbortController();
    this.#running.set(item.id, control);
    this.#change();
    try {
      item.name = await this.#uploads.send(item.file, control.signal, (share) => this.#change(() => (item.share = share)));
    } catch (error) {
      item.problem = error instanceof NotTaken ? error.problem : "";
    } finally {
      this.#running.delete(item.id);
      this.#change();
    }
  }

  #drop(items: readonly Item[]): void {
    for (const each of items) URL.revokeObjectURL(each.picture);
    this.#change(() => (this.items = this.items.filter((each) => !items.includes(each))));
  }

  #change(work?: () => unknown): void {
    work?.();
    this.dispatchEvent(new Event("change"));
  }
}
