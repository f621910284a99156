/** The speech probabilities of a stream's last frames. */
export class ActivityLog {
  #first = 0;
  #probabilities: number[] = [];

  push(probabilities: Iterable<number>): void {
    this.#probabilities.push(...probabilities);
  }

  /** The share of speech, 0…1, among the frames from `start` to before `end` . */
  share(start: number, end: number, threshold: number): number {
    const frames = this.#probabilities.slice(
      Math.max(0, start - this.#first),
      Math.max(0, end - this.#first),
    );
    if (frames.length === 0) return 0;
    return frames.filter((probability) => probability >= threshold).length / frames.length;
  }

  dropBefore(frame: number): void {
    const count = Math.min(this.#probabilities.length, frame - this.#first);
    if (count <= 0) return;
    this.#probabilities.splice(0, count);
    this.#first += count;
  }
}
