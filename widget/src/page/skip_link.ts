const SHEET = `
  a { position: fixed; inset-block-start: 8px; inset-inline-start: 8px; z-index: 2147483000; padding: 10px 14px; border-radius: 8px;
    font: 16px/1.5 system-ui, sans-serif; background: #fff; color: #0b5d57; outline: 3px solid #0b5d57; }
  a:not(:focus) { clip-path: inset(50%); inline-size: 1px; block-size: 1px; padding: 0; overflow: hidden; }
`;

/** The first thing that Tab reaches on a page, unseen until then: a link that leads into the assistant. */
export class SkipLink {
  readonly #link = document.createElement("a");
  readonly #host = document.createElement("return-desk-skip");

  /** @param follow Called where it is followed. */
  constructor(target: HTMLElement, follow: () => void) {
    target.id ||= "return-desk";
    this.#link.href = `#${target.id}`;
    this.#link.addEventListener("click", (event) => {
      // The address stays as it is: the page may read what stands behind its #.
      event.preventDefault();
      follow();
    });
    // All of a page lies in landmarks, which its other navigation is told from by name.
    this.#host.role = "navigation";
    const root = this.#host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    root.adoptedStyleSheets = [sheet];
    root.append(this.#link);
  }

  show(): void {
    document.body.prepend(this.#host);
  }

  hide(): void {
    this.#host.remove();
  }

  say(words: string, locale: string, direction: "ltr" | "rtl"): void {
    if (this.#link.textContent === words) return;
    this.#host.ariaLabel = words;
    Object.assign(this.#link, { textContent: words, lang: locale, dir: direction });
  }
}
