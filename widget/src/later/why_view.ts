import { html, type TemplateResult } from "lit";
import type { Reason, Why } from "../connection/line.js";
import { LATER_STRINGS } from "../strings/later.js";
import type { Strings, Tag } from "../strings/locales.js";

/** In characters, as the server takes them. */
const LONGEST_WORDS = 300;

export interface WhyContext {
  strings: Strings;
  tag: Tag;
  /** The reason that was given already. */
  given: Reason | undefined;
  tell: (why: Why) => void;
}

/** One tap says why an answer did not help, and a line may say more. */
export function whyView({ strings, tag, given, tell }: WhyContext): TemplateResult {
  const own = LATER_STRINGS[tag];
  const reasons: Record<Reason, string> = { wrong: own.wrong, unclear: own.unclear, "off-topic": own.offTopic };
  return html`<div class="why" role="group" aria-labelledby="why"><p id="why">${own.whyNot}</p>
    ${Object.entries(reasons).map(
      ([reason, words]) => html`<button type="button" class="choice" aria-pressed=${given === reason} @click=${() => tell({ reason: reason as Reason })}>${words}</button>`,
    )}
    <form @submit=${(event: Event) => {
      event.preventDefault();
      const words = (event.target as HTMLFormElement).querySelector("input")!.value.trim();
      if (words) tell({ words });
    }}><label for="own-words">${own.ownWords}</label>
      <input id="own-words" maxlength=${LONGEST_WORDS} dir="auto" autocomplete="off" enterkeyhint="send">
      <button type="submit" class="plain-button">${strings.send}</button></form>
  </div>`;
}

export const whyStyles = `
  .why form { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; width: 100%; }
  .why label { width: 100%; }
  .why input { flex: 1; min-width: 0; min-height: 36px; padding: 4px 12px; font: inherit; font-size: 16px; color: var(--text); background: var(--ground); border: 1px solid light-dark(#7d8b87, #74837f); border-radius: 18px; }
  .why .choice[aria-pressed="true"] { background: var(--bubble); border-color: var(--text); }
  .why { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; font-size: 14px; color: var(--muted); }
`;
