const STATE = "returndesk";

/**
 * Keeps a window that is over all of the page within what the keyboard leaves of the screen: only Chromium shrinks the page.
 *
 * @param dialog Gives the window, null while there is none.
 */
export function fitViewport(dialog: () => HTMLElement | null): void {
  const { visualViewport: seen } = window;
  const fit = () => {
    const window = dialog();
    if (!seen || !window) return;
    const full = window.classList.contains("full");
    window.style.height = full ? `${seen.height}px` : "";
    window.style.insetBlockStart = full ? `${seen.offsetTop}px` : "";
  };
  seen?.addEventListener("resize", fit);
  seen?.addEventListener("scroll", fit);
}

/** Takes a step that the phone's Back can go back instead of leaving the page. */
export function stepInto(): void {
  if (history.state?.[STATE] !== true) history.pushState({ ...history.state, [STATE]: true }, "");
}

/** Goes back over that step, should it be the last one. */
export function stepOut(): void {
  if (history.state?.[STATE] === true) history.back();
}

/** Calls `back` when the visitor has gone back over the step. */
export function watchBack(back: () => void): void {
  addEventListener("popstate", () => history.state?.[STATE] !== true && back());
}
