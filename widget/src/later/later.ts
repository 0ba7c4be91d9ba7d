// What loads only when it is used, so that who sends no photo, fills nothing in, dislikes nothing and waits for nobody pays for none of it.
export { formStyles, formView } from "./form_view.js";
export { seldomWords } from "./seldom_words.js";
export { Tray } from "./tray.js";
export { trayStyles, trayView } from "./tray_view.js";
export { whyStyles, whyView } from "./why_view.js";

export type Later = typeof import("./later.js");
