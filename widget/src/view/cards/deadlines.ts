import { html, nothing, type TemplateResult } from "lit";
import { fields, list, text } from "../../connection/wire.js";
import type { Card } from "../../conversation/message.js";

const SOON_DAYS = 2;

/** The dates of a return, the soonest first. */
export function deadlines(card: Card): TemplateResult {
  return html`<div class="card deadlines" role="group" dir="auto" aria-label=${text(card["title"])}>
    <div class="top"><h3>${text(card["title"])}</h3></div>
    <ul>${list(card["deadlines"]).map((entry) => deadline(fields(entry)))}</ul>
  </div>`;
}

function deadline(data: Record<string, unknown>): TemplateResult {
  const advice = text(data["advice"]);
  return html`<li class=${`deadline ${urgency(data)}`}>
    <span class="left">${text(data["left"])}</span>
    <span class="what">
      <span class="label">${text(data["label"])}</span>
      <span class="when">${text(data["when"])}</span>
      ${advice ? html`<span class="advice">${advice}</span>` : nothing}
    </span>
  </li>`;
}

function urgency(data: Record<string, unknown>): string {
  if (data["overdue"] === true) return "overdue";
  return Number(data["days_left"]) <= SOON_DAYS ? "soon" : "ahead";
}
