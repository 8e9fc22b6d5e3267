/** Events in their order, kept for those who come later or come back. */
export class EventLog<E> {
  readonly #events: E[] = [];
  readonly #waiting = new Set<() => void>();
  #closed = false;

  add(event: E): void {
    this.#events.push(event);
    this.#wake();
  }

  /** Nothing more will come. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** All events from a number on, as they come, until nothing more will. The first event has the number 0. */
  async *from(number: number, signal: AbortSignal): AsyncGenerator<readonly [number: number, event: E]> {
    for (let at = Math.max(0, number); !signal.aborted; ) {
      const event = this.#events[at];
      if (event !== undefined) yield [at++, event];
      else if (this.#closed) return;
      else await this.#more(signal);
    }
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
