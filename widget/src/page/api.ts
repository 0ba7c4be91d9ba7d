import type { ReturnDesk, ReturnDeskActions, ReturnDeskCall, ReturnDeskEventName, ReturnDeskEvents } from "../../returndesk.js";
import { isEvent } from "./events.js";

const PREFIX = "returndesk:";

/** Has the page know of something: by an event of the element, which comes up to `document`. */
export function tellPage<Name extends ReturnDeskEventName>(element: EventTarget, name: Name, detail: ReturnDeskEvents[Name]): void {
  element.dispatchEvent(new CustomEvent(PREFIX + name, { detail, bubbles: true, composed: true }));
}

/** One line for whoever sets the widget up, with the name of the setting, and the event `error`. */
export function complain(element: EventTarget, setting: string, message: string): void {
  console.warn(`returndesk: ${setting}: ${message}`);
  tellPage(element, "error", { setting, message });
}

/** Puts `window.returndesk` in the place of the list that took the calls so far, and makes them. */
export function openApi(element: HTMLElement & ReturnDeskActions): void {
  const queued = window.returndesk;
  const api: ReturnDesk = {
    open: () => element.open(),
    close: () => element.close(),
    ask: (message) => element.ask(message),
    refreshCustomer: () => element.refreshCustomer(),
    on: (event, callback) => {
      if (!isEvent(event)) unknown(element, event);
      const heard = (told: Event) => callback((told as CustomEvent).detail as never);
      document.addEventListener(PREFIX + event, heard);
      return () => document.removeEventListener(PREFIX + event, heard);
    },
    push: (...calls) => {
      for (const call of calls) make(api, call, element);
      return calls.length;
    },
  };
  window.returndesk = api;
  if (Array.isArray(queued)) api.push(...queued);
  tellPage(element, "ready", null);
}

function make(api: ReturnDesk, [action, ...details]: ReturnDeskCall, element: EventTarget): void {
  if (action !== "push" as string && Object.hasOwn(api, action)) (api[action] as (...given: unknown[]) => unknown)(...details);
  else unknown(element, action);
}

function unknown(element: EventTarget, name: string): void {
  complain(element, "window.returndesk", `there is no "${name}"; see docs/widget.md`);
}
