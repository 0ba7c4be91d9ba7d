// What loads only when it is used, so that a page without photos and without a form pays for neither.
export { formStyles, formView } from "./form_view.js";
export { Tray } from "./tray.js";
export { trayStyles, trayView } from "./tray_view.js";

export type Later = typeof import("./later.js");
