import { printableLine } from "./printable.ts";

const WIDTH = 24;
const INTERVAL = 100;

/** A line on standard error that is written over itself while something continues; silent where that is no terminal. */
export class Progress {
  readonly #label: string;
  readonly #start = performance.now();
  readonly #before: number;
  #shown = -Infinity;

  /** `before` things were done before it begins, which say nothing about the speed. */
  constructor(label: string, before = 0) {
    this.#label = label;
    this.#before = before;
  }

  /** Shows `done` of `all` as a bar, with the speed and the time left; a fraction is what is done of the present ones. */
  show(done: number, all: number, note = ""): void {
    const now = performance.now();
    if (!process.stderr.isTTY || (done < all && now - this.#shown < INTERVAL)) return;
    this.#shown = now;
    const filled = Math.round((WIDTH * done) / all);
    const seconds = (now - this.#start) / 1000;
    const speed = Math.max(0, done - this.#before) / seconds;
    const left = speed === 0 || done === all ? "" : ` ${duration((all - done) / speed)} left`;
    const bar = `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)}`;
    const rate = speed >= 1 ? ` ${speed.toFixed(0)}/s` : "";
    const line = `${this.#label} ${bar} ${Math.floor(done)}/${all}${rate}${left} ${note}`;
    // a line that is wrapped cannot be written over
    this.#write(line.slice(0, process.stderr.columns - 1));
  }

  /** The same, with a line for each step where standard error is no terminal. */
  step(done: number, all: number, note: string): void {
    if (process.stderr.isTTY) this.show(done, all, note);
    else process.stderr.write(`${this.#label} epoch ${done}/${all} ${note}\n`);
  }

  /** Replaces the line by what was done and how long it took. */
  end(text: string): void {
    this.say(`${text} (${duration((performance.now() - this.#start) / 1000)})`);
  }

  /** Replaces the line by one that stays. */
  say(text: string): void {
    const line = `${this.#label} ${printableLine(text)}\n`;
    this.#write(line);
    if (!process.stderr.isTTY) process.stderr.write(line);
  }

  #write(text: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  }
}

/** Seconds in a form for people: `0.4 s`, `12 s`, `3:05 min`, `7:30 h`, `4.2 days`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${seconds.toFixed(0)} s`;
  if (seconds < 3600) return `${inSixtieths(seconds)} min`;
  if (seconds < 172_800) return `${inSixtieths(seconds / 60)} h`;
  return `${(seconds / 86_400).toFixed(1)} days`;
}

function inSixtieths(value: number): string {
  return `${Math.floor(value / 60)}:${String(Math.floor(value % 60)).padStart(2, "0")}`;
}
