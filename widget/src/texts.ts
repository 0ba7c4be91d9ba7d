import { fields, list, text } from "./connection/wire.js";

/** Words of the shop's own that stand for the widget's; empty where it has none. */
export interface Texts {
  title: string;
  subtitle: string;
  launcherLabel: string;
  /** Greets guests in the place of the assistant. */
  welcome: string;
  /** What has to be agreed to before anything is sent; empty for nothing. */
  consent: string;
  /** What is offered to ask before anything was said. */
  questions: readonly string[];
}

/**
 * Reads the shop's words: attributes, which hold in every language, and before them an object with a language each.
 *
 * @param data The tag's attributes.
 * @param json `{"de": {"title": "…", "questions": ["…"]}, …}`, or null.
 */
export function textsIn(data: DOMStringMap, json: unknown): (tag: string) => Texts {
  const plain = {
    title: data["title"] ?? "",
    subtitle: data["subtitle"] ?? "",
    launcherLabel: data["launcherLabel"] ?? "",
    welcome: data["welcome"] ?? "",
    consent: data["consent"] ?? "",
    questions: (data["questions"] ?? "").split("|"),
  };
  const languages = fields(json);
  return (tag) => {
    const own = fields(languages[tag] ?? languages[tag.split("-")[0]!]);
    return {
      title: text(own["title"]) || plain.title,
      subtitle: text(own["subtitle"]) || plain.subtitle,
      launcherLabel: text(own["launcherLabel"]) || plain.launcherLabel,
      welcome: text(own["welcome"]) || plain.welcome,
      consent: text(own["consent"]) || plain.consent,
      questions: (own["questions"] ? list(own["questions"]).map(text) : plain.questions).map((each) => each.trim()).filter(Boolean),
    };
  };
}
