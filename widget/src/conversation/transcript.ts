import type { CustomerMessage, DeskMessage, Message, Outgoing } from "./message.js";

const OF_PERSON: readonly unknown[] = ["person_joined", "person_replied"];
const OF_PEOPLE: readonly unknown[] = ["handed_over", ...OF_PERSON, "assistant_back", "ticket_closed"];

/** What was said, each message once, in the order in which it came. */
export class Transcript {
  #said: Message[] = [];

  get messages(): readonly Message[] {
    return this.#said;
  }

  /** Adds a message, or puts it in the place of the one with its id. Returns whether it is new. */
  add(message: Message): boolean {
    const place = this.#said.findIndex((other) => other.id === message.id && other.from === message.from);
    if (place < 0) {
      this.#said = [...this.#said, message];
      return true;
    }
    const known = this.#said[place]!;
    // The server's copy of a chosen button is its payload; the title is what the customer saw and chose.
    const kept = message.from === "customer" && known.from === "customer" ? { ...message, text: known.text } : message;
    this.#said = this.#said.with(place, kept);
    return false;
  }

  /** Takes over what the server has; what it does not have yet stays below. */
  restore(history: readonly Message[]): void {
    const known = this.#said;
    const have = new Set(history.map(keyOf));
    this.#said = [...history, ...known.filter((message) => !have.has(keyOf(message)))];
  }

  /** Shows what waits to be sent, and how it stands. */
  wait(entry: Outgoing, progress: CustomerMessage["progress"]): void {
    this.add({ from: "customer", id: entry.id, text: entry.shown, at: entry.at, progress, problem: entry.problem });
  }

  sent(id: string): void {
    this.#said = this.#said.map((message) =>
      message.id === id && message.from === "customer" && message.progress !== "sent" ? { ...message, progress: "sent", problem: null } : message,
    );
  }

  clear(): void {
    this.#said = [];
  }

  /** How many messages of the assistant stand below the one that was read last; null where none was read. */
  unreadAfter(id: string | null): number {
    const desk = this.#said.filter((message): message is DeskMessage => message.from === "desk");
    return desk.length - 1 - desk.findLastIndex((message) => message.id === id);
  }

  /** Whether a message is the first by which a person is there since the case was passed to one, also where a page was left in between. */
  isFirstOfPerson(id: string): boolean {
    const desk = this.#said.filter((message): message is DeskMessage => message.from === "desk");
    const place = desk.findIndex((message) => message.id === id);
    if (!OF_PERSON.includes(desk[place]?.happened)) return false;
    const before = desk.slice(0, place).findLast(({ happened }) => happened === "handed_over" || OF_PERSON.includes(happened));
    return !OF_PERSON.includes(before?.happened);
  }

  /** What the desk told last of people: that they got the case, took it, replied, gave it back or closed it; null where it told nothing. */
  get ofPeople(): string | null {
    return this.#lastOfPeople?.happened ?? null;
  }

  /** Whether a person has taken the conversation and still has it. */
  get hasPerson(): boolean {
    return OF_PERSON.includes(this.ofPeople);
  }

  /** The name of the person who has taken it or replied last, where they show one and still have the conversation. */
  get person(): string {
    return this.#lastOfPeople?.by ?? "";
  }

  get #lastOfPeople(): DeskMessage | undefined {
    return this.#said.findLast((message): message is DeskMessage => message.from === "desk" && OF_PEOPLE.includes(message.happened));
  }

  /** Whether a person still has the case, be it that the assistant answers meanwhile. */
  get hasOpenCase(): boolean {
    return this.#said.some((message) => message.from === "desk" && message.happened === "handed_over") && this.ofPeople !== "ticket_closed";
  }

  /** What choosing `payload` says: the title of the button that offered it; other text stays what it is. */
  wordsOf(payload: string): string {
    for (const message of this.#said) {
      const chosen = message.from === "desk" ? message.choices.find((choice) => choice.payload === payload) : undefined;
      if (chosen) return chosen.title;
    }
    return payload;
  }
}

function keyOf(message: Message): string {
  return `${message.from} ${message.id}`;
}
