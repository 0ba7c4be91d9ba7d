import { LATER_STRINGS } from "../strings/later.js";

const LOCALE = "locale";
/** The attributes that have one of a few values; without any each means something else, which docs/widget.md says. */
export const CHOICES: Partial<Record<string, readonly string[]>> = {
  alerts: ["offer"],
  launcher: ["hidden"],
  layout: ["full"],
  position: ["left", "right"],
  skipLink: ["off"],
  theme: ["light", "dark"],
  tokenCredentials: ["include"],
};
/** What else the tag may say, as `dataset` names it. */
export const OTHERS = [
  "avatar", "consent", "form", "hash", "inline", "invitations", "item", "launcherIcon", "launcherLabel", "linkHosts", LOCALE, "order",
  "page", "questions", "return", "server", "signInUrl", "subtitle", "texts", "title", "tokenUrl", "welcome",
];
const KNOWN = [...Object.keys(CHOICES), ...OTHERS];
/** One slip in so many letters: what differs more is another name. */
const LETTERS_A_SLIP = 4;

/**
 * What is wrong with attributes of the tag, each with its name. One that resembles none of ours is another program's, such as
 * `data-cfasync`, and nothing is said of it.
 *
 * @param data The tag's attributes.
 * @param names Those that are unknown, or whose value is.
 */
export function oddAttributes(data: DOMStringMap, names: readonly string[]): [attribute: string, message: string][] {
  return names.flatMap((name): [string, string][] => {
    const wrong = wrongWith(name, data[name] ?? "");
    return wrong ? [[attribute(name), wrong]] : [];
  });
}

function wrongWith(name: string, value: string): string | null {
  if (name === LOCALE) return `there are no words for "${value}"; there are for ${Object.keys(LATER_STRINGS).join(", ")}`;
  const values = CHOICES[name]?.join(", ");
  if (values) return `there is no "${value}"; there are: ${values}`;
  const meant = nearest(name);
  if (!meant) return null;
  const there = CHOICES[meant]?.join(", ");
  return `there is no such attribute; did you mean ${attribute(meant)}${there ? ` (${there})` : ""}?`;
}

function attribute(name: string): string {
  return `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function nearest(name: string): string | undefined {
  const written = letters(name);
  const most = Math.floor(written.length / LETTERS_A_SLIP);
  const [best] = KNOWN.map((known) => ({ known, slips: slips(written, letters(known)) })).sort((one, other) => one.slips - other.slips);
  return best && best.slips <= most ? best.known : undefined;
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, "").slice(0, 40);
}

/** How many letters are missing, too many, others, or changed places. */
function slips(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const changed = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line.push(Math.min(
        rows[row - 1]![column]! + 1,
        line[column - 1]! + 1,
        rows[row - 1]![column - 1]! + (same ? 0 : 1),
        changed ? rows[row - 2]![column - 2]! + 1 : Infinity,
      ));
    }
    rows.push(line);
  }
  return rows[one.length]![other.length]!;
}
