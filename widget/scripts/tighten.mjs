// Takes the blanks out of style sheets in css`…`, and the indents out of templates: a good part of a script that is weighed.
const SOURCE = /\/src\/.*\.ts$/;
const SHEET = /css`([^`]*)`/g;

/** A Vite plugin, for sources whose sheets and templates hold no text with more than one blank. */
export function tighten() {
  return {
    name: "tighten",
    enforce: "pre",
    transform(code, id) {
      if (!SOURCE.test(id)) return null;
      return { code: code.replace(SHEET, (_, sheet) => `css\`${tight(sheet)}\``).replace(/\n\s+/g, "\n"), map: null };
    },
  };
}

function tight(sheet) {
  return sheet
    .replace(/\/\*.*?\*\//gs, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([{};,]) ?/g, "$1")
    .replaceAll(";}", "}")
    .trim();
}
