import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Thumb } from "../connection/line.js";
import type { Choice, CustomerMessage, DeskMessage, Message } from "../conversation/message.js";
import type { Strings } from "../strings/locales.js";
import { choicesInside, drawCard, isKnown } from "./cards/card.js";
import { icon } from "./icons.js";
import { labelAddress } from "./label_links.js";
import { blocksOf, isolated, type Links, plain, richText } from "./rich_text.js";

const PAUSE_MS = 20_000;

/** What the messages need of the widget. */
export interface ListContext {
  strings: Strings;
  /** Whether nothing can be chosen. */
  closed: boolean;
  links: Links;
  /** The time of day as the customer's language writes it. */
  time: (when: Date) => string;
  ratingOf: (id: string) => Thumb | null;
  choose: (choice: Choice) => void;
  rate: (id: string, value: Thumb) => void;
  /** What is asked below a message that was disliked. */
  whyOf: (id: string) => unknown;
  retry: (id: string) => void;
}

export function messageList(messages: readonly Message[], context: ListContext): unknown {
  const asked = messages.findIndex((message) => message.from === "customer");
  return repeat(
    messages,
    (message) => `${message.from} ${message.id}`,
    (message, index) => {
      if (message.from === "customer") return said(message, context);
      const endsTurn = messages[index + 1]?.from !== "desk";
      return answered(message, context, {
        current: !context.closed && index === messages.length - 1,
        // A greeting that nobody asked for needs no thumbs, and a question is no answer.
        rateable: endsTurn && asked >= 0 && asked < index && !asks(message),
      });
    },
  );
}

/** The place of the message from which a reader goes on: the newest question, or what came after a pause. */
export function newsBegin(messages: readonly Message[]): number {
  for (let place = messages.length - 1; place > 0; place -= 1) {
    const message = messages[place]!;
    const before = messages[place - 1]!;
    if (message.from === "customer") return place;
    // Times of both sides are not compared: their clocks may differ.
    if (before.from === "desk" && Date.parse(message.at) - Date.parse(before.at) > PAUSE_MS) return place;
  }
  return 0;
}

/** Whether a message ends with a question. Where an answer is from stands below its words. */
export function asks({ text }: DeskMessage): boolean {
  const block = blocksOf(text).findLast(({ kind }) => kind !== "source");
  if (!block || block.kind === "source") return false;
  const last = (block.kind === "paragraph" ? block.lines : block.items).at(-1)!;
  return /[?？][\s*_)]{0,4}$/.test(last);
}

function said(message: CustomerMessage, { strings, time, retry }: ListContext): TemplateResult {
  return html`<div class="message customer">
    <div class="bubble"><span class="unseen">${strings.you} </span><div class="words" dir="auto">${plain(message.text)}</div></div>
    ${message.progress === "sent" ? stamp(message.at, strings, time) : progress(message, strings, retry)}
  </div>`;
}

/** When a message of the customer's was written, and that it has arrived. */
function stamp(at: string, strings: Strings, time: ListContext["time"]): TemplateResult {
  return html`<div class="stamp">${clock(at, time)} <span aria-hidden="true">✓</span><span class="unseen">${strings.sent}</span></div>`;
}

function clock(at: string, time: ListContext["time"]): TemplateResult | typeof nothing {
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return nothing;
  return html`<time datetime=${at}>${time(when)}</time>`;
}

function progress(message: CustomerMessage, strings: Strings, retry: (id: string) => void): TemplateResult {
  if (message.progress !== "failed") {
    return html`<div class="meta">${message.progress === "sending" ? strings.sending : strings.waiting}</div>`;
  }
  return html`<div class="meta failed">
    <span>${strings.failed} ${isolated(message.problem ?? "")}</span>
    <button type="button" class="again" @click=${() => retry(message.id)}>${strings.retry}</button>
  </div>`;
}

function answered(
  message: DeskMessage,
  context: ListContext,
  { current, rateable }: { current: boolean; rateable: boolean },
): TemplateResult {
  const { strings, links, choose } = context;
  const card = isKnown(message.card) ? message.card : null;
  const words = card && typeof card["text"] === "string" ? card["text"] : message.text;
  const inside = choicesInside(card);
  const choices = current ? message.choices.filter(({ payload }) => !inside.has(payload)) : [];
  return html`<div class=${card && card.card !== "answer" ? "message desk with-card" : "message desk"}>
    ${words.trim()
      ? html`<div class="bubble"><span class="unseen">${strings.assistant} </span><div class="words" dir="auto">${richText(words, links)}</div></div>`
      : nothing}
    ${message.picture ? picture(message.picture, context) : nothing}
    ${card ? drawCard(card, { links, current, choose }) : nothing}
    ${choices.length
      ? html`<div class="choices" role="group" aria-label=${strings.choices}>
          ${choices.map((choice) => html`<button type="button" class="choice" dir="auto" @click=${() => choose(choice)}>${plain(choice.title)}</button>`)}
        </div>`
      : nothing}
    ${rateable ? rating(message, context) : nothing}
  </div>`;
}

/** The picture of a code. It lasts for minutes, and words stand in its place after that. */
function picture(address: string, { strings, links }: ListContext): TemplateResult | typeof nothing {
  const own = labelAddress(address, links.server);
  if (!own) return nothing;
  const over = (event: Event) => (event.target as Element).parentElement!.classList.add("over");
  return html`<figure class="code">
    <img src=${own} alt=${strings.code} width="220" height="220" referrerpolicy="no-referrer" @error=${over}>
    <figcaption dir="auto">${strings.codeOver}</figcaption>
  </figure>`;
}

function rating({ id, at }: DeskMessage, context: ListContext): TemplateResult {
  const { strings, time, ratingOf, rate, whyOf } = context;
  const given = ratingOf(id);
  const thumb = (value: Thumb, label: string) => html`<button
    type="button" class="thumb" title=${label} aria-label=${label} aria-pressed=${given === value} @click=${() => rate(id, value)}
  >${icon(value)}</button>`;
  return html`<div class="meta">
    ${clock(at, time)}
    ${thumb("up", strings.helpful)}${thumb("down", strings.notHelpful)}
  </div>
  ${given === "down" ? whyOf(id) : nothing}`;
}
