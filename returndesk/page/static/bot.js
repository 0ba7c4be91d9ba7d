// Talks to the bot's REST door, in one session for as long as this tab keeps its conversation.

const SESSION = "returndesk.session";
const ANSWER_WITHIN_MS = 60_000;
const UNAUTHORIZED = 401;

/** Sends one message; gives the bot's answers, each with `text` and perhaps `buttons`. Throws when there is none. */
export async function ask(webhook, message) {
  let response = await post(webhook, { message }, await session(webhook));
  if (response.status === UNAUTHORIZED) {
    forgetSession();
    response = await post(webhook, { message }, await session(webhook));
  }
  return answer(response);
}

/** The next message begins a new conversation. */
export function forgetSession() {
  sessionStorage.removeItem(SESSION);
}

async function session(webhook) {
  let token = sessionStorage.getItem(SESSION);
  if (!token) {
    token = (await answer(await post(webhook.replace(/webhook$/, "session"), {}))).session;
    sessionStorage.setItem(SESSION, token);
  }
  return token;
}

function post(url, body, token) {
  const authorization = token ? { Authorization: `Bearer ${token}` } : {};
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...authorization },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
}

async function answer(response) {
  if (!response.ok) throw new Error(`the bot answered ${response.status}`);
  return response.json();
}
