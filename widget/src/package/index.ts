import type { ReturnDeskSettings } from "../../package/index.js";
import { isEvent } from "../page/events.js";
import type { ReturnDesk, ReturnDeskCall, ReturnDeskElement } from "../../returndesk.js";

let started: Promise<ReturnDeskElement> | null = null;

export function start(settings: ReturnDeskSettings): Promise<ReturnDeskElement> {
  started ??= begin(settings).catch((error: unknown) => {
    // Another try may have it right.
    started = null;
    throw error;
  });
  return started;
}

export const returndesk: Omit<ReturnDesk, "push"> = {
  open: () => call(["open"]),
  close: () => call(["close"]),
  ask: (message) => call(["ask", message]),
  refreshCustomer: () => call(["refreshCustomer"]),
  on: (event, callback) => {
    if (!isEvent(event)) console.warn(`returndesk: on: there is no "${event}"; see docs/widget.md`);
    const heard = (told: Event) => callback((told as CustomEvent).detail as never);
    document.addEventListener(`returndesk:${event}`, heard);
    return () => document.removeEventListener(`returndesk:${event}`, heard);
  },
};

async function begin(settings: ReturnDeskSettings): Promise<ReturnDeskElement> {
  const { server } = settings;
  if (!server) throw new Error("returndesk: server: say where the assistant is, such as https://desk.shop.example");
  // Only now: its classes need a page, and this may be read where there is none.
  const widget = await import("../start.js");
  return widget.start(attributesOf(settings), server, () => import("../later/later.js")) as unknown as ReturnDeskElement;
}

async function call(wanted: ReturnDeskCall): Promise<void> {
  (window.returndesk ??= []).push(wanted);
}

/** As the script's tag would have them. */
function attributesOf(settings: ReturnDeskSettings): DOMStringMap {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, typeof value === "string" ? value : written(name, value)]));
}

function written(name: string, value: unknown): string {
  if (name === "questions") return (value as readonly string[]).join("|");
  return name === "form" || name === "linkHosts" ? (value as readonly string[]).join(" ") : JSON.stringify(value);
}
