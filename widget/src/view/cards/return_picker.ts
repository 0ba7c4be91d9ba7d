import { html, nothing, type TemplateResult } from "lit";
import { fields, list, text } from "../../connection/wire.js";
import type { Card } from "../../conversation/message.js";
import type { CardContext } from "./card.js";

interface ReturnToPick {
  number: string;
  title: string;
  status: string;
  label: string;
  payload: string;
}

/** The returns of a picker that can be chosen. */
export function returnsToPick(card: Card): ReturnToPick[] {
  return list(card["returns"])
    .map(fields)
    .map((entry) => ({
      number: text(entry["number"]),
      title: text(entry["title"]),
      status: text(fields(entry["status"])["label"]),
      label: text(entry["label"]) || text(entry["number"]),
      payload: text(entry["payload"]),
    }))
    .filter(({ payload }) => payload !== "");
}

/** Which return is meant. */
export function returnPicker(card: Card, { current, choose }: CardContext): TemplateResult {
  return html`<div class="card picker" role="group" dir="auto" aria-label=${text(card["title"])}>
    <div class="top"><h3>${text(card["title"])}</h3></div>
    <ul>
      ${returnsToPick(card).map(
        (entry) => html`<li>
          <button type="button" ?disabled=${!current} @click=${() => choose({ title: entry.label, payload: entry.payload })}>
            <bdi class="number">${entry.number}</bdi>
            <span class="title" dir="auto">${entry.title}</span>
            <span class="pill">${entry.status}</span>
          </button>
        </li>`,
      )}
    </ul>
    ${text(card["more_label"]) ? html`<p class="advice">${text(card["more_label"])}</p>` : nothing}
  </div>`;
}
