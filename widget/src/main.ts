import { beside } from "./later/beside.js";
import { start } from "./start.js";

// Known only while the script runs for the first time, so it is read before anything waits.
const tag = document.currentScript as HTMLScriptElement | null;

function begin(): void {
  if (tag) start(tag.dataset, tag.src, () => beside(tag.src, tag.nonce));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
