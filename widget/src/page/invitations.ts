import { fields, list, text } from "../connection/wire.js";
import type { Storage } from "../storage.js";

const SHOWN = "invited";
const OFF = "uninvited";
/** Dates pass; those of years ago need not be remembered. */
const MOST_KEPT = 50;

/** Words that the page shows beside the launcher, and what is asked where the visitor takes them up. */
export interface Invitation {
  id: string;
  text: string;
  /** What is asked then; empty where the window only opens. */
  ask: string;
  /** The beginning of the paths on which it shows; "/" for all. */
  page: string;
  /** After how many seconds on the page it shows. */
  after: number;
  /** Whether it waits until the pointer leaves the page at the top. */
  exit: boolean;
}

/** Reads `[{"text": "…", "ask": "…", "page": "/returns", "after": 20, "exit": false}]`; one without a text is none. */
export function invitationsIn(json: unknown): Invitation[] {
  return list(json)
    .map(fields)
    .map((each) => ({
      id: text(each["id"]) || text(each["text"]),
      text: text(each["text"]),
      ask: text(each["ask"]),
      page: text(each["page"]) || "/",
      after: Math.max(0, Number(each["after"]) || 0),
      exit: each["exit"] === true,
    }))
    .filter((each) => each.text !== "");
}

/** Shows each invitation once in this browser, one at a time, and none any more once the visitor has put one away. */
export class Invitations {
  shown: Invitation | null = null;

  constructor(
    private readonly all: readonly Invitation[],
    private readonly storage: Storage,
    private readonly changed: () => void,
  ) {}

  /** Whether something that comes from elsewhere may still be shown. */
  mayShow(id: string): boolean {
    return !this.storage.read(OFF, false) && !this.#before.includes(id);
  }

  /** It was shown and the window opened: it is not shown again. */
  seen(id: string): void {
    if (!this.#before.includes(id)) this.storage.write(SHOWN, [...this.#before.slice(1 - MOST_KEPT), id]);
  }

  /** Waits for what each of this page waits for. */
  watch(): void {
    for (const key of [SHOWN, OFF]) this.storage.watch(key, this.changed);
    for (const each of this.all) {
      if (!location.pathname.startsWith(each.page)) continue;
      if (each.exit) document.addEventListener("mouseout", (event) => !event.relatedTarget && event.clientY <= 0 && this.#show(each));
      else setTimeout(() => this.#show(each), each.after * 1000);
    }
  }

  /** It was taken up, or the window is there. */
  done(): void {
    if (!this.shown) return;
    this.shown = null;
    this.changed();
  }

  /** The visitor wants none. */
  putAway(): void {
    this.storage.write(OFF, true);
    this.shown = null;
    this.changed();
  }

  #show(invitation: Invitation): void {
    if (this.shown || !this.mayShow(invitation.id)) return;
    this.seen(invitation.id);
    this.shown = invitation;
    this.changed();
  }

  get #before(): readonly string[] {
    return this.storage.read<readonly string[]>(SHOWN, []);
  }
}
