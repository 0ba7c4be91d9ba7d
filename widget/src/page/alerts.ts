import type { Storage } from "../storage.js";

const ON = "alerts";

/** A sound, and the browser's notification where the visitor allows it, for what comes while nobody looks at the page. */
export class Alerts {
  /** @param ring Makes the sound. */
  constructor(
    private readonly storage: Storage,
    private readonly ring: () => void,
  ) {}

  get on(): boolean {
    return this.storage.read(ON, false);
  }

  /** Turns them on or off. Browsers ask only after a press. */
  async turn(): Promise<void> {
    this.storage.write(ON, !this.on);
    if (this.on && "Notification" in window && Notification.permission === "default") await Notification.requestPermission();
  }

  /** @param open Called where the visitor follows the notification. */
  tell(title: string, words: string, open: () => void): void {
    if (!this.on || document.visibilityState === "visible") return;
    this.ring();
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    try {
      const shown = new Notification(title, { body: words, tag: "returndesk" });
      shown.onclick = () => {
        window.focus();
        open();
        shown.close();
      };
    } catch {
      // Chrome on Android shows them by a service worker alone, which a page's script can't bring along.
    }
  }
}
