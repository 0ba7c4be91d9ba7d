import { html, nothing, svg, type TemplateResult } from "lit";
import { fields, list, text } from "../../connection/wire.js";
import type { Card } from "../../conversation/message.js";
import { isolated } from "../rich_text.js";

const STATES = ["done", "now", "next", "stopped"];
const MARKS: Readonly<Record<string, TemplateResult | typeof nothing>> = {
  done: svg`<path d="M4.5 8.2 7 10.7l4.5-5" />`,
  stopped: svg`<path d="m5 5 6 6m0-6-6 6" />`,
};

/** Where a return stands: what is done, what is going on, what comes next. */
export function timeline(card: Card): TemplateResult {
  const status = text(fields(card["status"])["label"]);
  return html`<div class="card timeline" role="group" dir="auto" aria-label=${text(card["title"])}>
    <div class="top">
      <h3>${text(card["title"])}</h3>
      ${text(card["item"]) ? html`<p>${isolated(text(card["item"]))}</p>` : nothing}
      ${status ? html`<span class="pill">${status}</span>` : nothing}
    </div>
    <ol>${list(card["steps"]).map((entry) => step(fields(entry)))}</ol>
    ${text(card["doubt"]) ? html`<p class="advice">${text(card["doubt"])}</p>` : nothing}
  </div>`;
}

function step(data: Record<string, unknown>): TemplateResult {
  const state = STATES.includes(text(data["state"])) ? text(data["state"]) : "next";
  const when = text(data["when"]);
  return html`<li class=${`step ${state}`} aria-current=${state === "now" ? "step" : nothing}>
    <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">${MARKS[state] ?? nothing}</svg>
    <span class="label">${text(data["label"])}</span>
    <span class="unseen">(${text(data["state_label"])})</span>
    ${when ? html`<span class=${data["overdue"] === true ? "when overdue" : "when"}>${when}</span>` : nothing}
  </li>`;
}
