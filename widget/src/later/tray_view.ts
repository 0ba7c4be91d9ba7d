import { html, nothing, type TemplateResult } from "lit";
import { LATER_STRINGS, type LaterStrings } from "../strings/later.js";
import { filled, type Strings, type Tag } from "../strings/locales.js";
import { icon } from "../view/icons.js";
import type { Item, Tray } from "./tray.js";

/** What goes with the next message. */
export function trayView(tray: Tray, strings: Strings, tag: Tag): TemplateResult | typeof nothing {
  if (!tray.items.length) return nothing;
  return html`<ul class="tray" aria-label=${filled(LATER_STRINGS[tag].photosSent, tray.items.length).join("")}>${tray.items.map((each) => itemView(tray, each, strings, LATER_STRINGS[tag]))}</ul>`;
}

function itemView(tray: Tray, item: Item, strings: Strings, own: LaterStrings): TemplateResult {
  const video = item.file.type.startsWith("video/");
  return html`<li>
    ${video ? html`<span class="film">${icon("film")}</span>` : html`<img src=${item.picture} alt="">`}
    <div class="about">
      <bdi class="file">${item.file.name}</bdi>
      ${item.problem === null
        ? html`<progress max="1" .value=${item.name ? 1 : item.share} aria-label=${strings.sending}></progress>`
        : html`<p class="wrong" role="alert">${words(item.problem, strings, own)}
            ${item.problem === "" ? html`<button type="button" class="again" @click=${() => tray.retry(item)}>${strings.retry}</button>` : nothing}</p>`}
    </div>
    <button type="button" class="remove" ?disabled=${tray.sending} aria-label=${filled(own.removeFile, item.file.name).join("")} @click=${() => tray.remove(item)}>${icon("close")}</button>
  </li>`;
}

function words(problem: string, strings: Strings, own: LaterStrings): string {
  if (problem === "kind" || problem === "empty") return own.photoKind;
  if (problem === "large" || problem === "pixels") return own.photoLarge;
  if (problem === "broken") return own.photoBroken;
  return problem === "many" ? own.photoMany : strings.failed;
}

export const trayStyles = `
  .tray { display: grid; gap: 6px; max-height: 180px; overflow-y: auto; margin: 0; padding: 8px 16px 0; list-style: none; background: var(--surface); }
  .tray li { display: flex; align-items: center; gap: 10px; }
  .tray img, .tray .film { flex: none; display: grid; place-items: center; width: 48px; height: 48px; border-radius: 8px; object-fit: cover; background: var(--bubble); }
  .tray .about { flex: 1; min-width: 0; font-size: 13px; }
  .tray .file { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .tray progress { width: 100%; height: 6px; accent-color: var(--accent); }
  .tray .wrong { margin: 0; color: var(--late); }
  .tray .remove, .tray .again { min-width: 32px; min-height: 32px; border: 0; background: none; color: inherit; font: inherit; text-decoration: underline; }
`;
