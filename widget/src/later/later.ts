// What loads only when it is used, so that who sends no photo, fills nothing in, dislikes nothing, wants no sound and waits for nobody pays for none of it.
import { formStyles } from "./form_view.js";
import { trayStyles } from "./tray_view.js";
import { whyStyles } from "./why_view.js";

export { formView } from "./form_view.js";
export { oddAttributes } from "./odd_attributes.js";
export { ring } from "./ring.js";
export { seldomWords } from "./seldom_words.js";
export { Tray } from "./tray.js";
export { trayView } from "./tray_view.js";
export { whyView } from "./why_view.js";
export { WritingSigns } from "./writing_signs.js";

export const styles = trayStyles + formStyles + whyStyles;

export type Later = typeof import("./later.js");
