/** Web Locks between the tabs of a phone, as far as the app uses them: one holder a name, `ifAvailable`. */
export class Locks {
  readonly #held = new Set<string>();
  /** How often a tab was told that another one is at it. */
  refusals = 0;

  /** The same in the browser's clothes. */
  asManager(): LockManager {
    const request = this.request.bind(this);
    return { request, query: () => Promise.resolve({}) } as unknown as LockManager;
  }

  async request<T>(name: string, _options: LockOptions, work: (lock: Lock | null) => Promise<T>): Promise<T> {
    if (this.#held.has(name)) {
      this.refusals += 1;
      return work(null);
    }
    this.#held.add(name);
    try {
      return await work({ name, mode: "exclusive" });
    } finally {
      this.#held.delete(name);
    }
  }
}
