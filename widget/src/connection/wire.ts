// Reads what the server sends (docs/gateway.md). What is not there or of another kind becomes empty, never an error.
import type { Card, Choice, CustomerMessage, DeskMessage, Message } from "../conversation/message.js";

/** As the server cuts a name. */
const LONGEST_NAME = 80;

type Fields = Record<string, unknown>;

export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function deskMessage(value: unknown): DeskMessage {
  const data = fields(value);
  const words = text(data["text"]);
  return {
    from: "desk",
    id: text(data["id"]) || `${text(data["at"])} ${words}`,
    text: words,
    choices: list(data["buttons"]).map(choice).filter(({ title, payload }) => title !== "" && payload !== ""),
    card: card(data["custom"]),
    picture: text(data["image"]) || null,
    at: text(data["at"]),
    happened: text(data["happened"]),
    by: text(data["by"]).slice(0, LONGEST_NAME),
  };
}

export function customerMessage(value: unknown): CustomerMessage {
  const data = fields(value);
  const at = text(data["at"]);
  const id = text(data["message_id"]) || at;
  return { from: "customer", id, text: text(data["text"]) || text(data["message"]), at, progress: "sent", problem: null };
}

export function history(value: unknown): Message[] {
  return list(fields(value)["messages"]).map((entry) =>
    fields(entry)["from"] === "customer" ? customerMessage(entry) : deskMessage(entry),
  );
}

/** The first name of who is signed in; null where nobody is, empty where the shop gives no name. */
export function customerName(value: unknown): string | null {
  const customer = fields(value)["customer"];
  return customer == null ? null : text(fields(customer)["given_name"]);
}

function choice(value: unknown): Choice {
  return { title: text(fields(value)["title"]), payload: text(fields(value)["payload"]) };
}

function card(value: unknown): Card | null {
  const data = fields(value);
  const name = text(data["card"]);
  return name ? { ...data, card: name, version: Number(data["version"]) } : null;
}
