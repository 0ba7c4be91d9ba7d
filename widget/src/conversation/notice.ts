import type { Message } from "./message.js";

/** One line about a near deadline, for the launcher. */
export interface Notice {
  /** The date that it tells of: the same in another message. */
  id: string;
  text: string;
}

/** The newest notice among the messages (docs/cards.md, "deadlines"), while it is not over at `now` (ms since 1970). */
export function noticeIn(messages: readonly Message[], now: number): Notice | null {
  const message = messages.findLast((one) => one.from === "desk" && one.card?.["notice"] === true);
  if (message?.from !== "desk" || !message.card) return null;
  const { notice_text: text, due } = message.card;
  return typeof text === "string" && typeof due === "string" && Date.parse(due) > now ? { id: `due ${due}`, text } : null;
}
