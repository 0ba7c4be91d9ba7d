import { localeOf, type Strings } from "./strings/locales.js";

/** What the script tag asks for. */
export interface Settings {
  /** The assistant's address without a slash at its end. */
  server: string;
  /** Where the page gives a token that says who is signed in; null on a page without sign-in. */
  tokenUrl: string | null;
  /** Whether the token's address, on another origin, gets the shop's cookies. */
  tokenCredentials: RequestCredentials;
  /** For dates and the widget's own words. */
  locale: string;
  strings: Strings;
  /** Host names that a link in a message may lead to. */
  linkHosts: readonly string[];
  theme: "auto" | "light" | "dark";
}

/**
 * Reads the `data-…` attributes of the script tag.
 *
 * @param data The tag's attributes.
 * @param scriptUrl Where the script came from: the assistant is there where no `data-server` says otherwise.
 * @param pageUrl What relative addresses are relative to.
 * @throws Error that names the attribute and what is wrong with it.
 */
export function readSettings(data: DOMStringMap, scriptUrl: string, pageUrl: string): Settings {
  const locale = data["locale"] || "en";
  return {
    server: address(data["server"] || new URL(scriptUrl).origin, "data-server", pageUrl).replace(/\/+$/, ""),
    tokenUrl: data["tokenUrl"] ? address(data["tokenUrl"], "data-token-url", pageUrl) : null,
    tokenCredentials: data["tokenCredentials"] === "include" ? "include" : "same-origin",
    locale: wellFormed(locale),
    strings: localeOf(locale),
    linkHosts: (data["linkHosts"] ?? "").toLowerCase().split(/[\s,]+/).filter(Boolean),
    theme: data["theme"] === "light" || data["theme"] === "dark" ? data["theme"] : "auto",
  };
}

function address(value: string, attribute: string, base: string): string {
  let url: URL;
  try {
    url = new URL(value, base);
  } catch {
    throw new Error(`returndesk: ${attribute}="${value}" is not an address such as https://desk.shop.example`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new Error(`returndesk: ${attribute}="${value}" must begin with https: or http:`);
  }
  return url.href;
}

function wellFormed(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? "en";
  } catch {
    return "en";
  }
}
