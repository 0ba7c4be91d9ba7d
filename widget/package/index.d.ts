// The package for pages that are bundled: `import { start } from "returndesk-widget"`.
import type { ReturnDesk, ReturnDeskElement } from "./returndesk.js";

export type * from "./returndesk.js";

/** The shop's own words in a language. */
export interface ReturnDeskTexts {
  title?: string;
  subtitle?: string;
  launcherLabel?: string;
  welcome?: string;
  consent?: string;
  questions?: readonly string[];
}

/** What the page invites to ask, on the paths that begin with `page`, `after` so many seconds or on leaving. */
export interface ReturnDeskInvitation {
  id?: string;
  text: string;
  ask?: string;
  page?: string;
  after?: number;
  exit?: boolean;
}

/** The same as the attributes of the script's tag (docs/widget.md), without `data-`. */
export interface ReturnDeskSettings extends ReturnDeskTexts {
  /** Where browsers reach the assistant, such as `https://desk.shop.example`. */
  server: string;
  /** Where the page says who is signed in. */
  tokenUrl?: string;
  tokenCredentials?: "include";
  signInUrl?: string;
  locale?: string;
  linkHosts?: readonly string[];
  theme?: "light" | "dark";
  avatar?: string;
  launcherIcon?: string;
  /** By language, before the texts for all of them. */
  texts?: Readonly<Record<string, ReturnDeskTexts>>;
  position?: "left" | "right";
  layout?: "full";
  /** A selector of the element that the window is a part of. */
  inline?: string;
  launcher?: "hidden";
  skipLink?: "off";
  /** A link that opens the window, such as `#returns`. */
  hash?: string;
  order?: string;
  return?: string;
  invitations?: readonly ReturnDeskInvitation[];
  alerts?: "offer";
  /** What is asked for before the chat: `name`, `email`, `order`; a star behind makes one required. */
  form?: readonly ("name" | "name*" | "email" | "email*" | "order" | "order*")[];
}

/**
 * Puts the assistant on the page; called again, it gives the one that there is. What it needs loads now, so it may be
 * imported where there is no page.
 *
 * @throws Error that names the setting that can't be read.
 */
export declare function start(settings: ReturnDeskSettings): Promise<ReturnDeskElement>;

/** What a page can have it do and hear of it, also before it is there: then it is done once it is. */
export declare const returndesk: Omit<ReturnDesk, "push">;
