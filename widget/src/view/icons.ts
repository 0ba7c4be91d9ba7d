import { html, svg, type TemplateResult } from "lit";

// Drawn for this widget; a fixed set inside the script, so that a page's policy needs no image source for it.
const PATHS = {
  parcel: svg`<path d="M3.5 7.5 12 3l8.5 4.5v9L12 21l-8.5-4.5zM3.5 7.5 12 12l8.5-4.5M12 12v9" />`,
  close: svg`<path d="m6 6 12 12M18 6 6 18" />`,
  language: svg`<path d="M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17" />`,
  bell: svg`<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 18.5a2 2 0 0 0 4 0" />`,
  send: svg`<path d="M4 12 20 4l-4 16-4.5-6.5zM11.5 13.5 20 4" />`,
  copy: svg`<path d="M9 9h11v11H9zM5 15H4V4h11v1" />`,
  end: svg`<path d="M4 7h16M9.5 7V4h5v3M6.5 7l1 13h9l1-13M10 11v5.5M14 11v5.5" />`,
  clip: svg`<path d="m19 11-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4l8-8a3 3 0 0 1 4.3 4.3l-8 7.9a1.5 1.5 0 0 1-2.1-2.1L14.5 7" />`,
  film: svg`<path d="M3.5 6.5h11v11h-11zM14.5 10.5l6-3v9l-6-3" />`,
  up: svg`<path d="M7 11v9H3.5v-9zM7 11l4.5-7.5c1.5 0 2.4 1.2 2.1 2.6L13 9.5h6a1.8 1.8 0 0 1 1.8 2.1l-1.2 6.9A1.8 1.8 0 0 1 17.8 20H7" />`,
  down: svg`<path d="M17 13V4h3.5v9zM17 13l-4.5 7.5c-1.5 0-2.4-1.2-2.1-2.6l.6-3.4H5a1.8 1.8 0 0 1-1.8-2.1l1.2-6.9A1.8 1.8 0 0 1 6.2 4H17" />`,
};

export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${PATHS[name]}</svg>`;
}
