import { complain, openApi } from "./page/api.js";
import { watchOpeners } from "./page/openers.js";
import { watchPolicy } from "./page/policy.js";
import { readSettings } from "./settings.js";
import { LANGUAGES, tagOf } from "./strings/locales.js";
import { ReturnDesk } from "./view/widget.js";

const NAME = "return-desk";

// Known only while the script runs for the first time, so it is read before anything waits.
const tag = document.currentScript as HTMLScriptElement | null;

function begin(): void {
  // A page that carries the tag twice has one assistant.
  if (!tag || document.querySelector(NAME)) return;
  const { locale = "", texts = "", inline = "" } = tag.dataset;
  const locales = [document.documentElement.lang, ...navigator.languages];
  const words = !texts || texts.trim().startsWith("{") ? texts || null : find(texts, "data-texts").textContent;
  const settings = readSettings(tag.dataset, tag.src, document.baseURI, words, locales);
  const element = new ReturnDesk(settings);
  (inline ? find(inline, "data-inline") : document.body).append(element);
  openApi(element);
  watchOpeners(element, settings.hash);
  watchPolicy(element, settings.server);
  if (locale && !tagOf(locale)) {
    complain(element, "data-locale", `there are no words for "${locale}"; there are for ${Object.keys(LANGUAGES).join(", ")}`);
  }
}

function find(selector: string, attribute: string): Element {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`returndesk: ${attribute}="${selector}": the page has no such element`);
  return found;
}

if (!customElements.get(NAME)) customElements.define(NAME, ReturnDesk as unknown as CustomElementConstructor);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
