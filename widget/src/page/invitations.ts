import { fields, list, text } from "../connection/wire.js";
import type { Storage } from "../storage.js";

const SHOWN = "invited";
const OFF = "uninvited";

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

  /** Waits for what each of this page waits for. */
  watch(): void {
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
    this.done();
  }

  #show(invitation: Invitation): void {
    const before = this.storage.read<readonly string[]>(SHOWN, []);
    if (this.shown || this.storage.read(OFF, false) || before.includes(invitation.id)) return;
    this.storage.write(SHOWN, [...before, invitation.id]);
    this.shown = invitation;
    this.changed();
  }
}
