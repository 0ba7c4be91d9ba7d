import { returndesk, start } from "returndesk-widget";

document.querySelector("#ask").addEventListener("click", () => returndesk.ask("How long does a refund take?"));

await start({
  server: "https://desk.shop.example",
  title: "Help with returns",
  questions: ["Is my first return free?"],
  texts: { de: { title: "Hilfe zu Retouren" } },
});
