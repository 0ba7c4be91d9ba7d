import { complain } from "./api.js";

/** Says once that the page's content security policy keeps the widget from the assistant, and what to allow. */
export function watchPolicy(element: EventTarget, server: string): void {
  const socket = server.replace(/^http/, "ws");
  const heard = ({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (!blockedURI.startsWith(server) && !blockedURI.startsWith(socket)) return;
    document.removeEventListener("securitypolicyviolation", heard);
    complain(element, "Content-Security-Policy", `${effectiveDirective} keeps the page from the assistant; allow ${server} and ${socket}`);
  };
  document.addEventListener("securitypolicyviolation", heard);
}
