import { type Message, plainText } from "../conversation/message.js";
import type { Strings } from "../strings/locales.js";
import { dayAndTime } from "../time_of_day.js";

/** The conversation as lines of text, each with its time and who said it. */
export function asText(messages: readonly Message[], strings: Strings, locale: string): string {
  return messages
    .map((message) => {
      const at = new Date(message.at);
      const when = Number.isNaN(at.getTime()) ? "" : `[${dayAndTime(at, locale)}] `;
      return `${when}${message.from === "customer" ? strings.you : strings.assistant} ${plainText(message)}`;
    })
    .join("\n\n");
}

/**
 * Puts text on the clipboard.
 *
 * @param host Where a field for browsers and pages without the clipboard interface can stand for a moment.
 * @returns Whether the browser allowed it.
 */
export async function copyText(text: string, host: ParentNode & Node): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.className = "unseen";
    field.value = text;
    host.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}
