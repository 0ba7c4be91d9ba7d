import { LATER_STRINGS, type LaterStrings } from "../strings/later.js";
import type { Tag } from "../strings/locales.js";

/** What is said of a person who has the case, of photos that were sent, and where something could not be copied or rated, or the chat is not to be had. */
export function seldomWords(tag: Tag): Pick<LaterStrings, "withPerson" | "namedPerson" | "photosSent" | "openCase" | "copyFailed" | "shutOut" | "ratingFailed"> {
  return LATER_STRINGS[tag];
}
