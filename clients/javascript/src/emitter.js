/** Calls listeners by name of event; one that throws is reported and disturbs nobody. */
export class Emitter {
  #listeners = new Map();

  /** @returns {() => void} takes the listener off again */
  on(event, listener) {
    const all = this.#listeners.get(event) ?? [];
    this.#listeners.set(event, [...all, listener]);
    return () => {
      const rest = this.#listeners.get(event).filter((one) => one !== listener);
      this.#listeners.set(event, rest);
    };
  }

  emit(event, value) {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        listener(value);
      } catch (failure) {
        queueMicrotask(() => {
          throw failure;
        });
      }
    }
  }
}
