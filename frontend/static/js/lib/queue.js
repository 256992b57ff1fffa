// Queue does jobs in their order, a few at a time.
export class Queue {
  #waiting = [];
  #running = 0;
  #idle = [];

  constructor(width) {
    this.width = width;
  }

  get busy() {
    return this.#running + this.#waiting.length > 0;
  }

  add(job) {
    this.#waiting.push(job);
    this.#next();
  }

  // idle resolves when nothing waits or runs.
  idle() {
    return this.busy ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  async #next() {
    if (this.#running >= this.width || this.#waiting.length === 0) return;
    this.#running++;
    try {
      await this.#waiting.shift()();
    } finally {
      this.#running--;
      if (!this.busy) this.#idle.splice(0).forEach((resolve) => resolve());
      this.#next();
    }
  }
}
