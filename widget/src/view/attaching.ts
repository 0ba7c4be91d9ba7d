import { html, type TemplateResult } from "lit";
import type { Strings } from "../strings/locales.js";
import { icon } from "./icons.js";

const ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,video/mp4,video/quicktime";

/**
 * The button that adds files. A telephone offers its camera with them.
 *
 * @param asked Called where somebody is about to choose.
 * @param add Called with what was chosen.
 */
export function attachButton(strings: Strings, asked: () => void, add: (files: readonly File[]) => void): TemplateResult {
  return html`<input class="files" type="file" hidden multiple accept=${ACCEPT} @change=${(event: Event) => {
      const field = event.target as HTMLInputElement;
      add([...(field.files ?? [])]);
      field.value = "";
    }}>
    <button type="button" class="attach" aria-label=${strings.attach} title=${strings.attach} @click=${(event: Event) => {
      asked();
      (event.currentTarget as HTMLElement).parentElement?.querySelector<HTMLInputElement>(".files")?.click();
    }}>${icon("clip")}</button>`;
}

/** The files that a paste or a drop brings; none where it brings words. */
export function filesIn(data: DataTransfer | null): readonly File[] {
  return [...(data?.files ?? [])];
}
