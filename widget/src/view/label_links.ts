// Labels lie at the assistant itself (docs/labels.md): whatever address a message names, only the server is asked that the
// widget talks to anyway.
const LABEL = /\/webhooks\/label\/(file|code)\?t=([\w-]{1,400})$/;

/** Where a label or the picture of its code is fetched; null where an address leads to neither. */
export function labelAddress(address: string, server: string): string | null {
  const found = LABEL.exec(address);
  return found ? `${server}/webhooks/label/${found[1]}?t=${found[2]}` : null;
}

/** Whether such an address is that of a picture. */
export const isCode = (address: string): boolean => LABEL.exec(address)?.[1] === "code";
