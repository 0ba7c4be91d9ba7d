import type { Later } from "./later/later.js";
import { ownTask } from "./own_task.js";
import { complain, openApi } from "./page/api.js";
import { watchOpeners } from "./page/openers.js";
import { readSettings } from "./settings.js";
import { ReturnDesk } from "./view/widget.js";

const NAME = "return-desk";

/**
 * Puts the assistant on the page, which has one however often this is called.
 *
 * @param data What the script's tag has as `data-…`.
 * @param scriptUrl Where the assistant is unless `data` says it.
 * @param later Loads what is not needed at once.
 * @throws Error that names what can't be read, or the element that is not there.
 */
export async function start(data: DOMStringMap, scriptUrl: string, later: () => Promise<Later>): Promise<ReturnDesk> {
  const { texts = "", inline = "" } = data;
  const locales = [document.documentElement.lang, ...navigator.languages];
  const words = !texts || texts.trim().startsWith("{") ? texts || null : find(texts, "data-texts").textContent;
  const settings = readSettings(data, scriptUrl, document.baseURI, words, locales);
  // What styles it is read here, since making it is more than enough for one task.
  Reflect.get(ReturnDesk.styles, "styleSheet");
  await ownTask();
  if (!customElements.get(NAME)) customElements.define(NAME, ReturnDesk as unknown as CustomElementConstructor);
  const before = document.querySelector<HTMLElement>(NAME);
  if (before) return before as unknown as ReturnDesk;
  const element = new ReturnDesk(settings, later);
  (inline ? find(inline, "data-inline") : document.body).append(element);
  await ownTask();
  element.begin();
  openApi(element);
  watchOpeners(element, settings.hash);
  if (settings.odd[0]) void tellOf(settings.odd, data, element, later);
  return element;
}

/** Says what is wrong with attributes, where what knows it can be loaded. */
async function tellOf(odd: readonly string[], data: DOMStringMap, element: EventTarget, later: () => Promise<Later>): Promise<void> {
  const found = await later().then(({ oddAttributes }) => oddAttributes(data, odd), () => []);
  for (const [attribute, message] of found) complain(element, attribute, message);
}

function find(selector: string, attribute: string): Element {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`returndesk: ${attribute}="${selector}": the page has no such element`);
  return found;
}
