// Turns a message into page nodes: **bold**, _italics_, links, lists and line breaks. Everything else stays text; no
// message is ever read as HTML.

const INLINE = new RegExp(
  [
    String.raw`\*\*(?<bold>\S(?:.*?\S)?)\*\*`,
    String.raw`(?<![\w_])_(?<italics>\S(?:.*?\S)?)_(?![\w_])`,
    String.raw`\[(?<label>[^\]\n]+)\]\((?<target>https?://[^\s)]+)\)`,
    String.raw`(?<url>https?://[^\s<>"]*[^\s<>".,;:!?)\]])`,
  ].join("|"),
  "g",
);
const LIST_LINE = /^\s*[-•]\s+/;

/** The nodes of a message: paragraphs and lists. */
export function richText(text) {
  const nodes = [];
  let list = null;
  let paragraph = null;
  for (const line of text.split("\n")) {
    if (!line.trim()) {
      list = paragraph = null;
    } else if (LIST_LINE.test(line)) {
      paragraph = null;
      if (!list) nodes.push((list = document.createElement("ul")));
      list.append(element("li", line.replace(LIST_LINE, "")));
    } else if (paragraph) {
      paragraph.append(document.createElement("br"), ...inline(line));
    } else {
      list = null;
      nodes.push((paragraph = element("p", line)));
    }
  }
  return nodes;
}

function inline(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, match.index), styled(match.groups));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

function styled({ bold, italics, label, target, url }) {
  if (bold !== undefined) return element("strong", bold);
  if (italics !== undefined) return element("em", italics);
  const link = document.createElement("a");
  link.href = target ?? url;
  link.textContent = label ?? url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return link;
}

function element(name, text) {
  const node = document.createElement(name);
  node.append(...inline(text));
  return node;
}
