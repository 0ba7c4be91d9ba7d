const COUNT = /^\(\d+\) /;

/** Shows in the tab's title how many messages wait, while nobody looks at the page. */
export function countInTitle(unread: number): void {
  const title = document.title.replace(COUNT, "");
  const shown = unread && document.visibilityState === "hidden" ? `(${unread}) ${title}` : title;
  if (document.title !== shown) document.title = shown;
}
