// The types of the chat widget on a page: a copy of this file beside your sources, or `/// <reference path="…" />`.

/** Who wrote a message, and what: `id` is the same whenever the message is told of again. */
export interface SaidMessage {
  id: string;
  text: string;
}

/** What the element tells, by name: as `returndesk:NAME`, whose `detail` this is, and to callbacks. */
export interface ReturnDeskEvents {
  /** It is on the page, and what was queued has been done. */
  ready: null;
  opened: null;
  closed: null;
  "message-sent": SaidMessage;
  "message-received": SaidMessage;
  /** How many messages wait to be read has changed. */
  unread: { count: number };
  /** Somebody is signed in; the name is empty where the shop gives none. */
  identified: { name: string };
  /** A person has the case from here on. */
  "handed-over": SaidMessage;
  /** That person has written for the first time, under the name that they show; empty where they show none. */
  "agent-joined": SaidMessage & { name: string };
  "return-started": SaidMessage;
  /** The `id` is "chat" where all of it is meant; `reason` comes once the customer has said why an answer did not help. */
  rating: { id: string; value: "up" | "down"; reason?: "wrong" | "unclear" | "off-topic" };
  /** Something is set up wrongly: the setting's name, and what to do. */
  error: { setting: string; message: string };
}

export type ReturnDeskEventName = keyof ReturnDeskEvents;

/** What a page can have the widget do. */
export interface ReturnDeskActions {
  open(): Promise<void>;
  close(): Promise<void>;
  /** Opens the window and says something for the customer. */
  ask(message: string): Promise<void>;
  /** Asks the token address anew who is signed in. */
  refreshCustomer(): Promise<void>;
}

/** The same as a list, for what is called before the script has loaded: `["ask", "Where is my refund?"]`. */
export type ReturnDeskCall =
  | [action: "open" | "close" | "refreshCustomer"]
  | [action: "ask", message: string]
  | { [Name in ReturnDeskEventName]: [action: "on", event: Name, callback: (detail: ReturnDeskEvents[Name]) => void] }[ReturnDeskEventName];

/** `window.returndesk` once the script has loaded; before that a list takes the calls. */
export interface ReturnDesk extends ReturnDeskActions {
  /** Calls `callback` whenever that happens; what it returns ends that. */
  on<Name extends ReturnDeskEventName>(event: Name, callback: (detail: ReturnDeskEvents[Name]) => void): () => void;
  push(...calls: ReturnDeskCall[]): number;
}

/** `<return-desk>`. Its attribute `opened` is there while the window is. */
export interface ReturnDeskElement extends HTMLElement, ReturnDeskActions {
  opened: boolean;
}

declare global {
  interface Window {
    returndesk?: ReturnDesk | ReturnDeskCall[];
  }
  interface HTMLElementTagNameMap {
    "return-desk": ReturnDeskElement;
  }
}
