// Talks to the bot's REST webhook, as one sender for as long as this tab keeps its conversation.

const SENDER = "returndesk.sender";
const ANSWER_WITHIN_MS = 60_000;

/** Sends one message; gives the bot's answers, each with `text` and perhaps `buttons`. Throws when there is none. */
export async function ask(webhook, message) {
  const response = await fetch(webhook, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ sender: sender(), message }),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (!response.ok) throw new Error(`the bot answered ${response.status}`);
  return response.json();
}

/** The next message begins a new conversation. */
export function forgetSender() {
  sessionStorage.removeItem(SENDER);
}

function sender() {
  let id = sessionStorage.getItem(SENDER);
  if (!id) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    id = `page-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    sessionStorage.setItem(SENDER, id);
  }
  return id;
}
