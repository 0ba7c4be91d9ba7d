import { html, nothing, type TemplateResult } from "lit";
import type { FormField, FormFieldName, FormValues } from "../page/form.js";
import { LATER_STRINGS, type LaterStrings } from "../strings/later.js";
import { filled, type Tag } from "../strings/locales.js";

/** In characters, as the server takes them. */
const LONGEST: Record<FormFieldName, number> = { name: 80, email: 254, order: 40 };
const AUTOCOMPLETE: Record<FormFieldName, string> = { name: "name", email: "email", order: "off" };

export interface FormContext {
  fields: readonly FormField[];
  tag: Tag;
  /** What has to be agreed to with it; empty for nothing. */
  consent: string;
  done: (values: FormValues) => void;
}

/** What is asked for before the chat. What is missing or no address is said by the browser, in its own words. */
export function formView({ fields, tag, consent, done }: FormContext): TemplateResult {
  const strings = LATER_STRINGS[tag];
  const needsNothing = !consent && fields.every((each) => !each.required);
  return html`<form class="before" aria-labelledby="before" @submit=${(event: Event) => {
    event.preventDefault();
    done(valuesOf(event.target as HTMLFormElement, fields));
  }}>
    <h3 id="before">${strings.title}</h3>
    ${fields.map((each) => fieldView(each, strings))}
    ${consent ? html`<label class="agree"><input type="checkbox" required> <span dir="auto">${consent}</span></label>` : nothing}
    <div class="answers">
      <button type="submit" class="plain-button strong">${strings.start}</button>
      ${needsNothing ? html`<button type="button" class="plain-button" @click=${() => done({})}>${strings.skip}</button>` : nothing}
    </div>
  </form>`;
}

function fieldView({ name, required }: FormField, strings: LaterStrings): TemplateResult {
  const label = required ? strings[name] : filled(strings.optional, strings[name]).join("");
  return html`<label>${label}
    <input name=${name} type=${name === "email" ? "email" : "text"} autocomplete=${AUTOCOMPLETE[name]} maxlength=${LONGEST[name]} dir="auto" ?required=${required}></label>`;
}

function valuesOf(form: HTMLFormElement, fields: readonly FormField[]): FormValues {
  const given = fields.map(({ name }) => [name, (form.elements.namedItem(name) as HTMLInputElement).value.trim()] as const);
  return Object.fromEntries(given.filter(([, value]) => value));
}

export const formStyles = `
  .before { display: grid; gap: 14px; align-content: start; flex: 1; padding: 20px 16px; overflow: auto; background: var(--surface); }
  .before h3 { font-weight: 650; }
  .before label { display: grid; gap: 4px; font-size: 15px; }
  .before input { font: inherit; color: inherit; padding: 8px 10px; border: 1px solid var(--muted); border-radius: 8px; background: var(--ground); min-width: 0; }
  .before .agree { display: flex; gap: 8px; align-items: start; }
  .before .agree input { flex: none; width: 20px; height: 20px; accent-color: var(--accent); }
`;
