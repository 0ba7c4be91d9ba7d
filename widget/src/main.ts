import { readSettings } from "./settings.js";
import { ReturnDesk } from "./view/widget.js";

const NAME = "return-desk";

// Known only while the script runs for the first time, so it is read before anything waits.
const tag = document.currentScript as HTMLScriptElement | null;

function begin(): void {
  // A page that carries the tag twice has one assistant.
  if (!tag || document.querySelector(NAME)) return;
  const locales = [document.documentElement.lang, ...navigator.languages];
  document.body.append(new ReturnDesk(readSettings(tag.dataset, tag.src, document.baseURI, locales)));
}

if (!customElements.get(NAME)) customElements.define(NAME, ReturnDesk as unknown as CustomElementConstructor);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
