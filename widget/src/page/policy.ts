/**
 * Watches what the page's content security policy keeps the widget from.
 *
 * @param tell Gets what there is to say of it; whether the widget may not connect; and whether it may but for a WebSocket.
 */
export function watchPolicy(server: string, tell: (message: string, connects: boolean, socketAlone: boolean) => void): void {
  const socket = server.replace(/^http/, "ws");
  document.addEventListener("securitypolicyviolation", ({ blockedURI, disposition, effectiveDirective }) => {
    const isSocket = blockedURI.startsWith(socket);
    // A policy that only reports keeps nobody from anything.
    if (disposition === "report" || (!isSocket && !blockedURI.startsWith(server))) return;
    const connects = effectiveDirective === "connect-src";
    const [what, allow] = isSocket ? ["the WebSocket", socket] : connects ? ["the assistant", `${server} and ${socket}`] : [blockedURI, server];
    tell(`${effectiveDirective} keeps the page from ${what}; allow ${allow}`, connects, isSocket);
  });
}
