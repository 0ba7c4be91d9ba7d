import type { ReturnDeskEventName } from "../../returndesk.js";

/** What a page can hear of, by name. */
export const EVENTS = [
  "ready", "opened", "closed", "message-sent", "message-received", "unread", "identified", "handed-over", "agent-joined", "return-started",
  "rating", "error",
] as const satisfies readonly ReturnDeskEventName[];

/** Whether something is told under this name. */
export function isEvent(name: string): boolean {
  return (EVENTS as readonly string[]).includes(name);
}
