// Keeps a part of the page as it is at the server, tells and notifies of what is new, inserts canned answers, and sends a form with Ctrl and
// Enter.
// The server has escaped whatever anybody wrote; of other HTML none is taken in.

const EVERY_MS = 1000;
const policy = globalThis.trustedTypes?.createPolicy("people", { createHTML: (html) => html });
const title = document.title;
// What is told here, in the language of the page.
const told = document.querySelector("#news")?.dataset ?? {};

function newsIn(part) {
  return Number(part.querySelector("[data-news]")?.dataset.news ?? 0);
}

function stateOf(part) {
  return part.querySelector("[data-state]")?.dataset.state ?? "";
}

function isWriting() {
  return [...document.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
}

function tell(words) {
  const news = document.querySelector("#news");
  if (news) news.textContent = words;
}

function show(part, html) {
  const [before, state] = [newsIn(part), stateOf(part)];
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.innerHTML = policy ? policy.createHTML(html) : html;
  if (focused) document.getElementById(focused)?.focus();
  toTheEnd(part);
  if (stateOf(part) !== state && !isWriting()) return location.reload();
  if (stateOf(part) !== state) tell(told.changed);
  else if (newsIn(part) > before) tell(told.new);
  if (newsIn(part) > before) {
    document.title = `(${told.mark}) ${title}`;
    notify();
  }
}

// A sound says that there is something, and where nobody looks at the page a notification, with nothing of what a customer wrote.
const ALERTS = "people-alerts";
const alerts = document.querySelector("#alerts");

function isAlerted() {
  return globalThis.Notification?.permission === "granted" && localStorage.getItem(ALERTS) === "on";
}

function sound() {
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio, { frequency: 660 });
  tone.connect(new GainNode(audio, { gain: 0.1 })).connect(audio.destination);
  tone.onended = () => audio.close();
  tone.start();
  tone.stop(audio.currentTime + 0.15);
}

function notify() {
  if (!isAlerted()) return;
  if (document.hidden) new Notification("Return Desk", { body: told.new, tag: "return-desk" }).onclick = () => focus();
  sound();
}

if (alerts && globalThis.Notification) {
  const show = () => alerts.setAttribute("aria-pressed", String(isAlerted()));
  alerts.hidden = false;
  show();
  alerts.addEventListener("click", async () => {
    localStorage.setItem(ALERTS, isAlerted() ? "off" : "on");
    if (localStorage.getItem(ALERTS) === "on") await Notification.requestPermission();
    if (Notification.permission === "denied") tell(told.refused);
    show();
  });
}

function toTheEnd(part) {
  const said = part.querySelector(".said");
  if (said) said.scrollTop = said.scrollHeight;
}

async function refresh(part) {
  try {
    const headers = part.dataset.version ? { "If-None-Match": part.dataset.version } : {};
    const response = await fetch(part.dataset.refresh, { headers, cache: "no-store" });
    // Signed out, here or because nothing was done for long.
    if (response.status === 401) return location.reload();
    if (response.status === 200) {
      part.dataset.version = response.headers.get("ETag") ?? "";
      show(part, await response.text());
    }
  } catch {
    // The server is away for a moment; the next time is soon.
  }
  setTimeout(refresh, EVERY_MS, part);
}

for (const part of document.querySelectorAll("[data-refresh]")) {
  toTheEnd(part);
  setTimeout(refresh, EVERY_MS, part);
}

function insert(select) {
  const answer = document.querySelector("#answer");
  // As a value, so that it is text whatever is in it, and can be changed before it is sent.
  answer.setRangeText(select.value, answer.selectionStart, answer.selectionEnd, "end");
  answer.focus();
}

for (const button of document.querySelectorAll("[data-insert]")) {
  const select = document.getElementById(button.dataset.insert);
  button.addEventListener("click", () => insert(select));
  select.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    insert(select);
  });
}

// The customer's chat shows for some seconds that an answer is being written; so often is enough.
const WRITES_EVERY_MS = 4000;
let wroteAt = -WRITES_EVERY_MS;

for (const field of document.querySelectorAll("[data-writes]")) {
  field.addEventListener("input", () => {
    if (!field.value.trim() || performance.now() - wroteAt < WRITES_EVERY_MS) return;
    wroteAt = performance.now();
    const { token } = field.form.elements;
    fetch(field.dataset.writes, { method: "POST", body: new URLSearchParams({ token: token.value }) }).catch(() => {});
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form?.requestSubmit();
});

addEventListener("focus", () => {
  document.title = title;
});
