import type { ReturnDeskActions } from "../../returndesk.js";

const OPEN = "data-returndesk-open";
const ASK = "data-returndesk-ask";

/**
 * Opens the window by what the page has for it: an element with `data-returndesk-open`, one that asks something with
 * `data-returndesk-ask="Where is my refund?"`, and a link to `#…`, also one that led to the page.
 *
 * @param hash The link, such as "#returns"; empty for none.
 */
export function watchOpeners(element: ReturnDeskActions, hash: string): void {
  addEventListener("click", (event) => {
    const opener = event.target instanceof Element ? event.target.closest(`[${OPEN}], [${ASK}]`) : null;
    if (!opener) return;
    // A link that leads to the same for whoever has no script stays where it is for all others.
    event.preventDefault();
    void element.ask(opener.getAttribute(ASK) ?? "");
  });
  const look = () => hash && location.hash === hash && void element.open();
  addEventListener("hashchange", look);
  look();
}
