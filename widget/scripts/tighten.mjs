// Takes the blanks out of style sheets in css`…`: they are a good part of a script that is weighed.
const SHEET = /css`([^`]*)`/g;

/** A Vite plugin, for sources whose sheets hold no text in quotes with more than one blank. */
export function tighten() {
  return {
    name: "tighten",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith("styles.ts")) return null;
      return { code: code.replace(SHEET, (_, sheet) => `css\`${tight(sheet)}\``), map: null };
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
