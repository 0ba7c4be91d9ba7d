// The notation of messages (core/notation.py): **bold**, _italics_, links, and a backslash before a sign that stands for itself.

export const INLINE = new RegExp(
  [
    String.raw`\\(?<sign>[\\*_\[\]<>\`~&])`,
    String.raw`\*\*(?=\S)(?<bold>(?:\\.|[^\\])+?)(?<=\S)\*\*`,
    String.raw`(?<![\w_])_(?=\S)(?<italics>(?:\\.|[^\\])+?)(?<=\S)_(?![\w_])`,
    String.raw`\[(?<label>[^\]\n\\]+)\]\((?<target>https?://[^\s)]+)\)`,
    String.raw`(?<url>https?://(?:\\[_~&*]|[^\s<>"\\])*(?:\\[_~&*]|[^\s<>".,;:!?)\]\\]))`,
    String.raw`(?<half>\*\*)`,
  ].join("|"),
  "g",
);
const ESCAPE = /\\([\\*_[\]<>`~&])/g;

/** A text without its marks, its words as they are. */
export function unmarked(text: string): string {
  return text.replace(INLINE, (whole, ...found) => {
    const { sign, bold, italics, half } = found.at(-1) as Record<string, string | undefined>;
    const marked = bold ?? italics;
    if (marked !== undefined) return unmarked(marked);
    return half === undefined ? (sign ?? unescaped(whole)) : "";
  });
}

export function unescaped(text: string): string {
  return text.replace(ESCAPE, "$1");
}
