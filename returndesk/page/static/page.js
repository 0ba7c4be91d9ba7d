import { ask, forgetSession } from "./bot.js";
import { Transcript } from "./transcript.js";

const QUESTIONS = [
  "I dropped my parcel off yesterday and it still says not returned",
  "When do I get my refund?",
  "I ordered 80 days ago, can I still return it?",
  "Is my second return on the same order free?",
  "The seller doesn't answer, what now?",
  "What can you do?",
];
const SLOW_AFTER_MS = 8_000;

const byId = (id) => document.getElementById(id);
const form = byId("form");
const text = byId("text");
const typing = byId("typing");
const transcript = new Transcript(byId("messages"), (title, payload) => say(title, payload));
let webhook = null;
// Messages go out one after the other, so that answers stand below what they answer.
let turn = Promise.resolve();

/** Shows a message of the visitor and sends it; `payload` is sent in its place where a button stands for another. */
function say(message, payload = message) {
  transcript.add({ from: "you", text: message });
  turn = turn.then(() => deliver(payload));
}

async function deliver(message) {
  showTyping();
  try {
    const answers = await ask(webhook, message);
    for (const answer of answers) transcript.add({ from: "bot", text: answer.text ?? "", buttons: answer.buttons });
    if (!answers.length) transcript.note("The assistant gave no answer.", "Send again", () => resend(message));
  } catch {
    transcript.note("The assistant can't be reached. Is it still running?", "Try again", () => resend(message));
  } finally {
    hideTyping();
  }
}

function resend(message) {
  turn = turn.then(() => deliver(message));
}

let slow = null;

function showTyping() {
  byId("typing-text").textContent = "The assistant is writing";
  typing.hidden = false;
  slow = setTimeout(() => {
    byId("typing-text").textContent = "Still working on it";
  }, SLOW_AFTER_MS);
}

function hideTyping() {
  clearTimeout(slow);
  typing.hidden = true;
}

function fitText() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight, 140)}px`;
}

function chip(label, action) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.append(...[label].flat());
  button.addEventListener("click", action);
  item.append(button);
  return item;
}

function showCustomers(customers) {
  byId("customers").hidden = customers.length === 0;
  for (const customer of customers) {
    const item = document.createElement("li");
    const name = document.createElement("h3");
    name.textContent = `${customer.name} (${customer.country})`;
    const email = document.createElement("code");
    email.textContent = customer.email;
    const returns = document.createElement("ul");
    returns.className = "chips";
    for (const { number, last_event: lastEvent } of customer.returns) {
      const state = document.createElement("small");
      state.textContent = lastEvent;
      returns.append(chip([`${number} `, state], () => say(`My return is ${number}, e-mail ${customer.email}`)));
    }
    for (const number of customer.orders.filter(() => customer.returns.length === 0)) {
      returns.append(chip(`Order ${number}`, () => say(`My order is ${number}, e-mail ${customer.email}`)));
    }
    item.append(name, email, returns);
    byId("customer-list").append(item);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const message = text.value.trim();
  if (!message) return;
  text.value = "";
  fitText();
  say(message);
  text.focus();
});

text.addEventListener("input", fitText);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

byId("restart").addEventListener("click", () => {
  forgetSession();
  transcript.clear();
  resend("hello");
  text.focus();
});

const settings = await (await fetch("settings.json")).json();
webhook = settings.webhook;
showCustomers(settings.customers);
byId("questions").append(...QUESTIONS.map((question) => chip(question, () => say(question))));
if (!transcript.restore()) resend("hello");
text.focus();
