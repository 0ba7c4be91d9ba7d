import { LATER_STRINGS, type LaterStrings } from "../strings/later.js";
import type { Tag } from "../strings/locales.js";

/** What is said of a person who has the case: while they answer, and before the chat is ended. */
export function ofPerson(tag: Tag): Pick<LaterStrings, "withPerson" | "openCase"> {
  return LATER_STRINGS[tag];
}
