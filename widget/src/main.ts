import { beside } from "./later/beside.js";
import { ownTask } from "./own_task.js";
import { start } from "./start.js";

// Known only while the script runs for the first time, so it is read before anything waits.
const tag = document.currentScript as HTMLScriptElement | null;

async function begin(): Promise<void> {
  // Reading the script is one task, and making the widget another.
  await ownTask();
  if (tag) await start(tag.dataset, tag.src, () => beside(tag.src, tag.nonce));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => void begin());
else void begin();
