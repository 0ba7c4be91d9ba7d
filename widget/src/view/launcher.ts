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
  open: () => void;
  dismiss: () => void;
}

/** The round button in the corner, with what waits to be read and a near deadline. */
export function launcher({ language, label: words, picture, unread, notice, open, dismiss }: LauncherContext): TemplateResult {
  const { strings, locale } = language;
  const name = words || strings.open;
  const label = unread ? `${name}, ${counted(strings.unread, unread, locale)}` : name;
  return html`<div class="corner">
    ${notice
      ? html`<div class="notice" role="status" dir="auto">
          <button type="button" class="words" @click=${open}>${plain(notice.text)}</button>
          <button type="button" class="away" aria-label=${strings.dismiss} title=${strings.dismiss} @click=${dismiss}>${icon("close")}</button>
        </div>`
      : nothing}
    <button type="button" class=${words ? "launcher labelled" : "launcher"} aria-haspopup="dialog" aria-label=${label} @click=${open}>
      ${picture ? html`<img src=${picture} alt="">` : icon("parcel")}
      ${words ? html`<span dir="auto">${words}</span>` : nothing}
      ${unread ? html`<span class="badge" aria-hidden="true"><bdi dir="ltr">${unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</bdi></span>` : nothing}
    </button>
  </div>`;
}
