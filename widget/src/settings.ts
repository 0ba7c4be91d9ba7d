import { type FormField, formIn } from "./page/form.js";
import { type Invitation, invitationsIn } from "./page/invitations.js";
import { tagOf } from "./strings/locales.js";
import { type Texts, textsIn } from "./texts.js";

const LONGEST_NAME = 80;

/** What the script tag asks for. */
export interface Settings {
  /** The assistant's address without a slash at its end. */
  server: string;
  /** The same, with where it is from if the tag does not say it. */
  serverShown: string;
  /** Where the page gives a token that says who is signed in; null on a page without sign-in. */
  tokenUrl: string | null;
  /** Whether the token's address, on another origin, gets the shop's cookies. */
  tokenCredentials: RequestCredentials;
  /** Which locales are wanted, the foremost first: that of the tag, of the page, of the browser. */
  locales: readonly string[];
  /** Host names that a link in a message may lead to. */
  linkHosts: readonly string[];
  theme: "auto" | "light" | "dark";
  /** The shop's own words in a language. */
  texts: (tag: string) => Texts;
  /** Pictures for the head of the window and for the launcher; empty for none. */
  avatar: string;
  launcherIcon: string;
  /** At which side of the page launcher and window are; null where the page ends its lines. */
  position: "left" | "right" | null;
  /** Beside the page, over all of it, or a part of it. */
  layout: "docked" | "full" | "inline";
  /** Whether nothing shows before something on the page opens the window. */
  hidden: boolean;
  /** Whether Tab reaches a link to it first on the page. */
  skipLink: boolean;
  /** The link that opens the window, such as "#returns"; empty for none. */
  hash: string;
  /** Where the visitor signs in at the shop; empty where that is not offered. */
  signInUrl: string;
  /** What the page is about. It only suggests a question, and proves nothing of anyone. */
  about: { readonly order: string; readonly return: string; readonly item: string; readonly page: string };
  /** What is asked for before the chat; empty for nothing. */
  form: readonly FormField[];
  /** Whether visitors can have a sound and a notification of new messages. */
  alerts: boolean;
  /** What the page invites to ask. */
  invitations: readonly Invitation[];
  /** Attributes that are not known, or whose value is not. */
  odd: readonly string[];
}

/**
 * Reads the `data-…` attributes of the script tag.
 *
 * @param given The tag's attributes.
 * @param scriptUrl Where the script came from: the assistant is there where no `data-server` says otherwise.
 * @param pageUrl What relative addresses are relative to.
 * @param texts The shop's own words, as `data-texts` or what it names holds them.
 * @param otherLocales What is spoken where no `data-locale` says it: the page's language, then the browser's.
 * @throws Error that names the attribute and what is wrong with it.
 */
export function readSettings(
  given: DOMStringMap,
  scriptUrl: string,
  pageUrl: string,
  texts: string | null,
  otherLocales: readonly string[],
): Settings {
  // What is read and fits is known; `texts` was read before.
  const known = new Set<unknown>(["texts"]);
  const data = new Proxy(given, { get: (all, name) => (known.add(name), all[name as string]) });
  const chosen = <Value extends string>(name: string, ...values: Value[]): Value | null =>
    values.find((each) => each === data[name]) ?? (known.delete(name), null);
  const layout = chosen("layout", "full") ?? "docked";
  const server = address(data["server"] || new URL(scriptUrl).origin, "data-server", pageUrl).replace(/\/+$/, "");
  const settings = {
    server,
    serverShown: data["server"] ? server : `${server} (no data-server: taken from the script's address)`,
    tokenUrl: data["tokenUrl"] ? address(data["tokenUrl"], "data-token-url", pageUrl) : null,
    tokenCredentials: chosen("tokenCredentials", "include") ?? "same-origin",
    locales: [data["locale"] ?? "", ...otherLocales].flatMap(wellFormed),
    linkHosts: (data["linkHosts"] ?? "").toLowerCase().split(/[\s,]+/).filter(Boolean),
    theme: chosen("theme", "light", "dark") ?? "auto",
    texts: textsIn(data, texts === null ? null : object(texts, "data-texts")),
    avatar: data["avatar"] ? address(data["avatar"], "data-avatar", pageUrl) : "",
    launcherIcon: data["launcherIcon"] ? address(data["launcherIcon"], "data-launcher-icon", pageUrl) : "",
    position: chosen("position", "left", "right"),
    layout: data["inline"] ? "inline" : layout,
    hidden: !!chosen("launcher", "hidden"),
    skipLink: !chosen("skipLink", "off"),
    hash: data["hash"] ?? "",
    signInUrl: data["signInUrl"] ? address(data["signInUrl"], "data-sign-in-url", pageUrl) : "",
    about: { order: named(data["order"]), return: named(data["return"]), item: named(data["item"]), page: named(data["page"]) },
    form: formIn(data["form"] ?? ""),
    alerts: !!chosen("alerts", "offer"),
    invitations: data["invitations"] ? invitationsIn(object(data["invitations"], "data-invitations")) : [],
  } satisfies Omit<Settings, "odd">;
  if (!tagOf(given["locale"] ?? "")) known.delete("locale");
  return { ...settings, odd: Object.keys(given).filter((name) => given[name] && !known.has(name)) };
}

/** A number or a name, on one line. */
function named(value: string | undefined): string {
  return (value ?? "").trim().replace(/\s+/g, " ").slice(0, LONGEST_NAME);
}

function address(value: string, attribute: string, base: string): string {
  try {
    const url = new URL(value, base);
    if (/^https?:$/.test(url.protocol)) return url.href;
  } catch {
    // It is none.
  }
  throw new Error(`returndesk: ${attribute}="${value}" is not an address such as https://desk.shop.example`);
}

function object(json: string, attribute: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`returndesk: ${attribute}: is not JSON: ${String(error)}`);
  }
}

/** A locale in its common form, without extensions, of which the server knows nothing; none where it is none. */
function wellFormed(locale: string): string[] {
  try {
    return [new Intl.Locale(locale).baseName];
  } catch {
    return [];
  }
}
