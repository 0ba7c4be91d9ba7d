const FOCUSABLE = "button:not(:disabled), input, select, textarea:not(:disabled), a[href], [tabindex='0']";

/** Keeps Tab and Shift+Tab within `container`: from its last element on to its first, and back. */
export function keepFocusInside(event: KeyboardEvent, container: HTMLElement): void {
  if (event.key !== "Tab") return;
  const inside = [...container.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.checkVisibility());
  const root = container.getRootNode() as ShadowRoot;
  const edge = event.shiftKey ? inside[0] : inside.at(-1);
  if (root.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
}
