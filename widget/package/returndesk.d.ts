export type * from "../returndesk.js";
