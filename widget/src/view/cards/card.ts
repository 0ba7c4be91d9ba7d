import { html, nothing, type TemplateResult } from "lit";
import { fields, list, text } from "../../connection/wire.js";
import type { Card, Choice } from "../../conversation/message.js";
import { isolated, link, type Links, mayFollow } from "../rich_text.js";
import { deadlines } from "./deadlines.js";
import { returnPicker, returnsToPick } from "./return_picker.js";
import { timeline } from "./timeline.js";

/** The newest form of the cards that is known here (docs/cards.md). */
const VERSION = 1;
const HEBREW = /\p{Script=Hebrew}/u;

/** What a card is drawn with. */
export interface CardContext {
  links: Links;
  /** Whether its choices can still be taken: those of an older answer can't. */
  current: boolean;
  choose: (choice: Choice) => void;
}

type Draw = (card: Card, context: CardContext) => TemplateResult | typeof nothing;

const DRAWN: Readonly<Record<string, Draw>> = {
  timeline,
  deadlines,
  return_picker: returnPicker,
  answer: () => nothing,
};

/** Whether the card can be shown; of others the message's text is. */
export function isKnown(card: Card | null): card is Card {
  return card !== null && card.version <= VERSION && Object.hasOwn(DRAWN, card.card);
}

export function drawCard(card: Card, context: CardContext): TemplateResult {
  return html`${DRAWN[card.card]!(card, context)}${sources(card, context.links)}`;
}

/** The choices that the card offers itself, and that need no quick reply. */
export function choicesInside(card: Card | null): ReadonlySet<string> {
  return new Set(isKnown(card) && card.card === "return_picker" ? returnsToPick(card).map(({ payload }) => payload) : []);
}

function sources(card: Card, links: Links): TemplateResult | typeof nothing {
  const known = list(card["sources"]).map(fields).filter((source) => text(source["label"]));
  if (known.length === 0) return nothing;
  return html`<p class="source">${links.strings.sources} ${known.map(
    (source, index) => html`${index ? "; " : ""}${cited(text(source["label"]), text(source["url"]), links)}`,
  )}</p>`;
}

// The address of a source is for following; where it may not be, the name says enough.
function cited(label: string, url: string, links: Links): TemplateResult {
  // A section named in Hebrew follows its page's Latin name from right to left.
  return isolated(url && mayFollow(url, links.hosts) ? link(url, label, links) : label, HEBREW.test(label) ? "rtl" : "auto");
}
