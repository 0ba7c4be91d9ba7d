// The conversation on the page. It is kept for this tab, so that a reload goes on where it was.

import { richText } from "./rich_text.js";

const KEPT = "returndesk.transcript";

export class Transcript {
  /** `list` is the element that holds the messages; `onChoice(title, payload)` is called for a button. */
  constructor(list, onChoice) {
    this.list = list;
    this.onChoice = onChoice;
    this.entries = [];
  }

  /** Shows what was said in this tab before. Returns whether there was anything. */
  restore() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    kept.forEach((entry) => this.add(entry));
    return kept.length > 0;
  }

  clear() {
    this.entries = [];
    sessionStorage.removeItem(KEPT);
    this.list.replaceChildren();
  }

  /** Adds a message: `from` is "you" or "bot", `buttons` are `{title, payload}`. */
  add({ from, text, buttons = [] }) {
    this.#retireButtons();
    const message = document.createElement("div");
    message.className = `message from-${from}`;
    const who = document.createElement("span");
    who.className = "unseen";
    who.textContent = from === "you" ? "You: " : "Assistant: ";
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    bubble.append(who, ...(from === "you" ? [text] : richText(text)));
    message.append(bubble);
    if (buttons.length) message.append(this.#choices(buttons));
    this.list.append(message);
    message.scrollIntoView({ block: "end" });
    this.entries.push({ from, text, buttons });
    sessionStorage.setItem(KEPT, JSON.stringify(this.entries.slice(-200)));
    return message;
  }

  /** Adds a note of the page's own that is no part of the conversation, with a button that does `action`. */
  note(text, label, action) {
    const note = document.createElement("div");
    note.className = "note";
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => {
      note.remove();
      action();
    });
    note.append(text, " ", button);
    this.list.append(note);
    note.scrollIntoView({ block: "end" });
  }

  #choices(buttons) {
    const choices = document.createElement("div");
    choices.className = "choices";
    for (const { title, payload } of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = title;
      button.addEventListener("click", () => this.onChoice(title, payload));
      choices.append(button);
    }
    return choices;
  }

  // Only the newest message's buttons belong to what the assistant now expects.
  #retireButtons() {
    this.list.querySelectorAll(".choices").forEach((choices) => choices.remove());
  }
}
