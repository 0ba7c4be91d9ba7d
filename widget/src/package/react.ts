import { createElement, type ReactElement, useEffect, useRef } from "react";
import type { ReturnDeskProps } from "../../package/react.js";
import { start } from "./index.js";

const PLACE = "returndesk-inline";
const HANDLER = /^on[A-Z]/;

export function ReturnDesk({ inline, ...given }: ReturnDeskProps): ReactElement | null {
  const latest = useRef(given);
  latest.current = given;
  useEffect(() => {
    const settings = Object.fromEntries(Object.entries(latest.current).filter(([name]) => !HANDLER.test(name)));
    let isShown = true;
    const listening = listen(() => latest.current as Record<string, unknown>);
    const element = start({ ...(settings as typeof given), ...(inline ? { inline: `#${PLACE}` } : {}) });
    void element.then(
      (widget) => {
        const place = inline ? document.getElementById(PLACE) : document.body;
        if (isShown && !widget.isConnected) place?.append(widget);
      },
      (error: unknown) => console.error(error),
    );
    return () => {
      isShown = false;
      listening.abort();
      void element.then((widget) => !isShown && widget.remove(), () => null);
    };
    // What is told later is not read; handlers are those of the last time.
  }, []);
  return inline ? createElement("div", { id: PLACE }) : null;
}

/** Calls the handlers as they are when something happens. */
function listen(handlers: () => Record<string, unknown>): AbortController {
  const control = new AbortController();
  for (const name of Object.keys(handlers()).filter((each) => HANDLER.test(each))) {
    const event = name.slice(2).replace(/[A-Z]/g, (letter, at: number) => (at ? "-" : "") + letter.toLowerCase());
    const heard = (told: Event) => (handlers()[name] as ((detail: unknown) => void) | undefined)?.((told as CustomEvent).detail);
    document.addEventListener(`returndesk:${event}`, heard, { signal: control.signal });
  }
  return control;
}
