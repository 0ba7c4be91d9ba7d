// A sentence of a page that can be asked is a button: it opens the chat and says it, or what it names in its place.
document.addEventListener("click", ({ target }) => {
  const sentence = target instanceof Element && target.closest("button.ask");
  if (sentence) void document.querySelector("return-desk")?.ask(sentence.dataset.says ?? sentence.textContent.trim());
});
