import { html, nothing, type TemplateResult } from "lit";
import type { Notice } from "../conversation/notice.js";
import type { Language } from "../language.js";
import { counted } from "../strings/locales.js";
import { icon } from "./icons.js";
import { plain } from "./rich_text.js";

const MOST_SHOWN = 9;

export interface LauncherContext {
  language: Language;
  /** Words on the button, and an address of a picture in the place of the parcel; empty for none. */
  label: string;
  picture: string;
  unread: number;
  notice: Notice | null;
  /** What the page invites to ask; empty for nothing. */
  invitation: string;
  open: () => void;
  dismiss: () => void;
  accept: () => void;
  decline: () => void;
}

/** The round button in the corner, with what waits to be read and a near deadline. */
export function launcher({ language, label: words, picture, unread, notice, invitation, open, dismiss, accept, decline }: LauncherContext): TemplateResult {
  const { strings, locale } = language;
  const name = words || strings.open;
  const label = unread ? `${name}, ${counted(strings.unread, unread, locale)}` : name;
  const note = (kind: string, text: string, take: () => void, putAway: () => void) => html`<div class=${kind} role="status" dir="auto">
    <button type="button" class="words" @click=${take}>${plain(text)}</button>
    <button type="button" class="away" aria-label=${strings.dismiss} title=${strings.dismiss} @click=${putAway}>${icon("close")}</button>
  </div>`;
  return html`<div class="corner">
    ${notice ? note("notice", notice.text, open, dismiss) : invitation ? note("notice invitation", invitation, accept, decline) : nothing}
    <button type="button" class=${words ? "launcher labelled" : "launcher"} aria-haspopup="dialog" aria-label=${label} @click=${open}>
      ${picture ? html`<img src=${picture} alt="">` : icon("parcel")}
      ${words ? html`<span dir="auto">${words}</span>` : nothing}
      ${unread ? html`<span class="badge" aria-hidden="true"><bdi dir="ltr">${unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</bdi></span>` : nothing}
    </button>
  </div>`;
}
