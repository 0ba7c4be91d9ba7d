// Turns the words of a message into page nodes: **bold**, _italics_, links, lists and line breaks; a backslash makes the sign
// behind it stand for itself. Everything else stays text: no message is ever read as HTML.
import { html, nothing, type TemplateResult } from "lit";
import { INLINE, unescaped } from "../notation.js";
import type { Strings } from "../strings/locales.js";
import { isCode, labelAddress } from "./label_links.js";

const LIST_LINE = /^\s*[-•]\s+/;
/** A step: "1. Open the order". */
const STEP_LINE = /^\s*(\d{1,2})[.)]\s+/;
/** A return's number or an e-mail address: Latin in every language, which says nothing of the direction of the text around it. */
const REFERENCE = /(\b[A-Za-z]{1,3}\d{2,20}\b|[\w.+-]{1,64}@[\w.-]{0,254}\w)/;
const ALL_ITALICS = /^_(\S(?:.*\S)?)(?<!\\)_$/;

/** Which links may be followed, and the words for them. */
export interface Links {
  hosts: readonly string[];
  /** The assistant's address without a slash at its end. */
  server: string;
  strings: Strings;
}

export type Block =
  | { kind: "paragraph"; lines: string[] }
  | { kind: "list"; items: string[] }
  /** Steps, which begin at a number. */
  | { kind: "steps"; start: number; items: string[] }
  /** A paragraph all in italics: where the answer is from. */
  | { kind: "source"; text: string };

/** The paragraphs and lists of a message. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: Block | null = null;
  for (const line of text.split(/\r?\n/)) {
    const source = ALL_ITALICS.exec(line.trim());
    if (!line.trim()) {
      open = null;
    } else if (source) {
      blocks.push({ kind: "source", text: source[1]! });
      open = null;
    } else if (STEP_LINE.test(line)) {
      if (open?.kind !== "steps") blocks.push((open = { kind: "steps", start: Number(STEP_LINE.exec(line)![1]), items: [] }));
      open.items.push(line.replace(STEP_LINE, ""));
    } else if (LIST_LINE.test(line)) {
      if (open?.kind !== "list") blocks.push((open = { kind: "list", items: [] }));
      open.items.push(line.replace(LIST_LINE, ""));
    } else {
      if (open?.kind !== "paragraph") blocks.push((open = { kind: "paragraph", lines: [] }));
      open.lines.push(line);
    }
  }
  return blocks;
}

/** Whether a link may be followed: https, and to one of the named hosts or a host below it. */
export function mayFollow(target: string, hosts: readonly string[]): boolean {
  let url: URL;
  try {
    url = new URL(target);
  } catch {
    return false;
  }
  if (url.protocol !== "https:" || url.username || url.password) return false;
  return hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

export function richText(text: string, links: Links): TemplateResult[] {
  return blocksOf(text).map((block) => {
    if (block.kind === "source") return html`<p class="source">${inline(block.text, links)}</p>`;
    if (block.kind === "steps") return html`<ol start=${block.start}>${block.items.map((item) => html`<li>${inline(item, links)}</li>`)}</ol>`;
    if (block.kind === "list") return html`<ul>${block.items.map((item) => html`<li>${inline(item, links)}</li>`)}</ul>`;
    return html`<p>${block.lines.map((line, index) => html`${index ? html`<br>` : nothing}${inline(line, links)}`)}</p>`;
  });
}

/** Words whose direction and that of what is around them are nothing to each other. */
export const isolated = (words: unknown, dir: "auto" | "rtl" = "auto"): TemplateResult => html`<bdi dir=${dir}>${words}</bdi>`;

/** A text with its numbers and addresses isolated: `dir="auto"` passes over them, and signs beside them stay where they belong. */
export function plain(text: string): (string | TemplateResult)[] {
  return text.split(REFERENCE).map((part, place) => (place % 2 ? isolated(part) : part));
}

/** A link that may be followed, else its words. One to a label is long and says nothing, so that words stand for it. */
export function link(target: string, label: string, links: Links): TemplateResult {
  const own = labelAddress(target, links.server);
  if (own) return followed(own, isCode(own) ? links.strings.openCode : links.strings.download, links);
  const words = label === target ? isolated(target) : label;
  if (!mayFollow(target, links.hosts)) return html`${words}${label === target ? nothing : html` (${isolated(target)})`}`;
  return followed(target, words, links);
}

function followed(target: string, words: unknown, links: Links): TemplateResult {
  return html`<a href=${target} target="_blank" rel="noopener noreferrer">${words}<span class="unseen" dir="auto"> ${links.strings.newTab}</span></a>`;
}

function inline(text: string, links: Links): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(...plain(text.slice(end, match.index)), styled(match.groups ?? {}, links));
    end = match.index + match[0].length;
  }
  parts.push(...plain(text.slice(end)));
  return parts.filter((part) => part !== "");
}

function styled(
  { sign, bold, italics, label, target, url }: Record<string, string | undefined>,
  links: Links,
): string | TemplateResult {
  if (sign !== undefined) return sign;
  if (bold !== undefined) return html`<strong>${inline(bold, links)}</strong>`;
  if (italics !== undefined) return html`<em>${inline(italics, links)}</em>`;
  const address = target ?? unescaped(url ?? "");
  if (!address) return "";
  return link(address, label ?? address, links);
}
