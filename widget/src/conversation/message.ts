import { unmarked } from "../notation.js";

/** A quick reply: the customer sees `title`, the assistant gets `payload`. */
export interface Choice {
  title: string;
  payload: string;
}

/** An answer to look at, as docs/cards.md describes it. What each card holds is read in view/cards. */
export interface Card {
  card: string;
  version: number;
  [key: string]: unknown;
}

export interface DeskMessage {
  from: "desk";
  /** The same whenever the message comes again. */
  id: string;
  text: string;
  choices: readonly Choice[];
  card: Card | null;
  /** The address of a picture that belongs to it. */
  picture: string | null;
  at: string;
  /** What it tells of that a page may act on, as docs/gateway.md names it. */
  happened?: string;
  /** The name of the person who wrote it; empty where they show none. */
  by?: string;
}

/** How far a message of the customer's has come. */
export type Progress = "sent" | "sending" | "waiting" | "failed";

export interface CustomerMessage {
  from: "customer";
  id: string;
  text: string;
  at: string;
  progress: Progress;
  /** Why it was refused, in the server's words. */
  problem: string | null;
}

export type Message = DeskMessage | CustomerMessage;

/** What waits to be sent. `shown` stands for `payload` where a button was chosen. */
export interface Outgoing {
  id: string;
  payload: string;
  shown: string;
  at: string;
  problem: string | null;
}

/** The text of a message without its card: what is copied, and read out. */
export function plainText(message: Message): string {
  return message.from === "desk" ? unmarked(message.text) : message.text;
}
