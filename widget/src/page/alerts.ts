import type { Storage } from "../storage.js";

const ON = "alerts";
const SECONDS = 0.18;
const HERTZ = 740;

/** A sound, and the browser's notification where the visitor allows it, for what comes while nobody looks at the page. */
export class Alerts {
  constructor(private readonly storage: Storage) {}

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
    ring();
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

function ring(): void {
  const audio = new AudioContext();
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.value = HERTZ;
  volume.gain.setValueAtTime(0.12, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + SECONDS);
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => void audio.close();
  tone.start();
  tone.stop(audio.currentTime + SECONDS);
}
