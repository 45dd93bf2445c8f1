/** Whether the browser promised to keep our storage, and how much of it is used. */
import { signal } from "@preact/signals";

export class StorageReport {
  readonly persisted = signal<boolean | null>(null);
  /** Bytes. */
  readonly used = signal<number | null>(null);

  constructor(private readonly storage: StorageManager | undefined) {}

  /** Asks the browser to keep our storage. Nothing may wait for it: Firefox asks the person and may never answer. */
  ask(): void {
    void this.#persist().catch(() => undefined);
  }

  /** Looks again how much is used. */
  measure(): void {
    void this.#estimate().catch(() => undefined);
  }

  async #persist(): Promise<void> {
    this.persisted.value = (await this.storage?.persisted()) ?? null;
    if (this.persisted.value === false) {
      this.persisted.value = (await this.storage?.persist()) ?? null;
    }
  }

  async #estimate(): Promise<void> {
    this.used.value = (await this.storage?.estimate())?.usage ?? null;
  }
}
