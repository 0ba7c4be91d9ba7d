import type { FormValues } from "../page/form.js";
import type { Storage } from "../storage.js";

const KEY = "form";

/** What the form before the chat was filled in with, until the assistant knows it; then that it was. */
export class FilledForm {
  constructor(private readonly storage: Storage) {}

  get done(): boolean {
    return this.storage.read<object | null>(KEY, null) !== null;
  }

  /** What the assistant does not know yet; null for nothing. */
  get values(): FormValues | null {
    const values = this.storage.read<FormValues>(KEY, {});
    return Object.keys(values).length ? values : null;
  }

  fill(values: FormValues): void {
    this.storage.write(KEY, values);
  }

  given(): void {
    this.storage.write(KEY, {});
  }

  forget(): void {
    this.storage.remove(KEY);
  }
}
