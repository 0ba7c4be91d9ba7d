import type { FormValues } from "../page/form.js";
import type { DeskMessage, Message, Outgoing } from "../conversation/message.js";

export type Thumb = "up" | "down";
/** Why an answer did not help. */
export type Reason = "wrong" | "unclear" | "off-topic";

/** What is said of an answer that did not help. */
export interface Why {
  reason?: Reason | undefined;
  /** The customer's own words. */
  words?: string;
}

/** A way to talk to the assistant within a session. Every call fails with one of problems.ts. */
export interface Line {
  /** Whether the server tells by itself what it says and that it is about to. */
  readonly pushes: boolean;
  /** Gives a message to the server. Resolves when it is stored, with the answers if this line brings them. */
  say(entry: Outgoing): Promise<readonly DeskMessage[]>;
  /** The chat was opened: the assistant greets where nothing is going on. Resolves with the greeting, or with nothing. */
  open(): Promise<readonly DeskMessage[]>;
  /** Says what the customer filled in before the chat; it proves nothing of them. */
  introduce(values: FormValues): Promise<void>;
  /** Emits an event; only a line that pushes can. */
  ask?(event: string): Promise<unknown>;
  history(): Promise<readonly Message[]>;
  rate(id: string, value: Thumb, why?: Why): Promise<void>;
  /** Signs a customer in, or goes on with a fresh token. Resolves with the first name, empty where there is none. */
  signIn(token: string): Promise<string>;
  /** Ends the session; the server forgets the conversation. */
  end(): Promise<void>;
}
