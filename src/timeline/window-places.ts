import type { WindowPrediction } from "../prediction/prediction.ts";
import type { TimelineSegment } from "./timeline.ts";

/** The places of windows that overlap: each stands for its middle, as long as the distance to the next. */
export class WindowPlaces {
  readonly #lead: number;
  readonly #windowSeconds: number;
  readonly #hopSeconds: number;

  constructor(windowSeconds: number, hopSeconds: number) {
    this.#lead = Math.max(0, (windowSeconds - hopSeconds) / 2);
    this.#windowSeconds = windowSeconds;
    this.#hopSeconds = hopSeconds;
  }

  /** The first window stands for its beginning, too, and one at the end, which is shorter, for its end. */
  of({
    startSeconds,
    durationSeconds,
  }: Pick<WindowPrediction, "startSeconds" | "durationSeconds">): Pick<
    TimelineSegment,
    "startSeconds" | "endSeconds"
  > {
    const lead = startSeconds === 0 ? 0 : Math.min(this.#lead, durationSeconds);
    const isLast = durationSeconds < this.#windowSeconds - 0.001;
    const end = startSeconds + durationSeconds;
    const middle = startSeconds + this.#lead + Math.min(this.#hopSeconds, durationSeconds);
    return { startSeconds: startSeconds + lead, endSeconds: isLast ? end : Math.min(end, middle) };
  }
}
