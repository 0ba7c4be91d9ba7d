import { css, html, nothing, type TemplateResult } from "lit";
import { filled, type Strings } from "../strings/locales.js";
import { icon } from "../view/icons.js";
import type { Item, Tray } from "./tray.js";

const ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,video/mp4,video/quicktime";

/** The button that adds files. A telephone offers its camera with them. */
export function attachButton(tray: Tray, strings: Strings): TemplateResult {
  return html`<input class="files" type="file" hidden multiple accept=${ACCEPT} @change=${(event: Event) => {
      const field = event.target as HTMLInputElement;
      tray.add([...(field.files ?? [])]);
      field.value = "";
    }}>
    <button type="button" class="attach" aria-label=${strings.attach} title=${strings.attach}
      @click=${(event: Event) => (event.currentTarget as HTMLElement).parentElement?.querySelector<HTMLInputElement>(".files")?.click()}>${icon("clip")}</button>`;
}

/** What goes with the next message. */
export function trayView(tray: Tray, strings: Strings): TemplateResult | typeof nothing {
  if (!tray.items.length) return nothing;
  return html`<ul class="tray" aria-label=${filled(strings.photosSent, tray.items.length).join("")}>${tray.items.map((each) => itemView(tray, each, strings))}</ul>`;
}

function itemView(tray: Tray, item: Item, strings: Strings): TemplateResult {
  const video = item.file.type.startsWith("video/");
  return html`<li>
    ${video ? html`<span class="film">${icon("film")}</span>` : html`<img src=${item.picture} alt="">`}
    <div class="about">
      <bdi class="file">${item.file.name}</bdi>
      ${item.problem === null
        ? html`<progress max="1" .value=${item.name ? 1 : item.share} aria-label=${strings.sending}></progress>`
        : html`<p class="wrong" role="alert">${words(item.problem, strings)}
            ${item.problem === "" ? html`<button type="button" class="again" @click=${() => tray.retry(item)}>${strings.retry}</button>` : nothing}</p>`}
    </div>
    <button type="button" class="remove" ?disabled=${tray.sending} aria-label=${filled(strings.removeFile, item.file.name).join("")} @click=${() => tray.remove(item)}>${icon("close")}</button>
  </li>`;
}

function words(problem: string, strings: Strings): string {
  if (problem === "kind" || problem === "empty") return strings.photoKind;
  if (problem === "large" || problem === "pixels") return strings.photoLarge;
  if (problem === "broken") return strings.photoBroken;
  return problem === "many" ? strings.photoMany : strings.failed;
}

/** The files that a paste or a drop brings; none where it brings words. */
export function filesIn(data: DataTransfer | null): readonly File[] {
  return [...(data?.files ?? [])];
}

export const trayStyles = css`
  .attach { flex: none; display: grid; place-items: center; width: 42px; height: 42px; padding: 0; border: 0; border-radius: 50%; background: none; color: var(--muted); }
  .attach:hover { background: var(--bubble); color: var(--text); }
  .tray { display: grid; gap: 6px; max-height: 180px; overflow-y: auto; margin: 0; padding: 8px 16px 0; list-style: none; background: var(--surface); }
  .tray li { display: flex; align-items: center; gap: 10px; }
  .tray img, .tray .film { flex: none; display: grid; place-items: center; width: 48px; height: 48px; border-radius: 8px; object-fit: cover; background: var(--bubble); }
  .tray .about { flex: 1; min-width: 0; font-size: 13px; }
  .tray .file { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .tray progress { width: 100%; height: 6px; accent-color: var(--accent); }
  .tray .wrong { margin: 0; color: var(--late); }
  .tray .remove, .tray .again { min-width: 32px; min-height: 32px; border: 0; background: none; color: inherit; font: inherit; text-decoration: underline; }
`;
