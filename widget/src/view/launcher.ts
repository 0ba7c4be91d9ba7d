import { html, nothing, type TemplateResult } from "lit";
import type { Notice } from "../conversation/notice.js";
import type { Language } from "../language.js";
import { counted } from "../strings/locales.js";
import { icon } from "./icons.js";
import { plain } from "./rich_text.js";

const MOST_SHOWN = 9;

export interface LauncherContext {
  language: Language;
  unread: number;
  notice: Notice | null;
  open: () => void;
  dismiss: () => void;
}

/** The round button in the corner, with what waits to be read and a near deadline. */
export function launcher({ language, unread, notice, open, dismiss }: LauncherContext): TemplateResult {
  const { strings, locale } = language;
  const label = unread ? `${strings.open}, ${counted(strings.unread, unread, locale)}` : strings.open;
  return html`<div class="corner">
    ${notice
      ? html`<div class="notice" role="status" dir="auto">
          <button type="button" class="words" @click=${open}>${plain(notice.text)}</button>
          <button type="button" class="away" aria-label=${strings.dismiss} title=${strings.dismiss} @click=${dismiss}>${icon("close")}</button>
        </div>`
      : nothing}
    <button type="button" class="launcher" aria-haspopup="dialog" aria-label=${label} @click=${open}>
      ${icon("parcel")}
      ${unread ? html`<span class="badge" aria-hidden="true"><bdi dir="ltr">${unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}</bdi></span>` : nothing}
    </button>
  </div>`;
}
