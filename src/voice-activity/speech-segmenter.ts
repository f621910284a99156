import { group, number, withDefault } from "../options/schema.ts";

/** Options of `SpeechSegmenter`. */
export const SEGMENTATION = group({
  threshold: withDefault(
    number({ above: 0, below: 1, text: "probability from which on a frame is speech" }),
    0.5,
  ),
  minSpeechSeconds: withDefault(
    number({ min: 0, text: "shortest speech that begins an utterance", unit: "s" }),
    0.25,
  ),
  minPauseSeconds: withDefault(
    number({ above: 0, text: "pause that ends an utterance", unit: "s" }),
    0.5,
  ),
  paddingSeconds: withDefault(
    number({ min: 0, text: "what is kept before and after the speech", unit: "s" }),
    0.1,
  ),
  maxUtteranceSeconds: withDefault(
    number({ min: 1, text: "longest utterance; longer ones are parted", unit: "s" }),
    15,
  ),
});

/** Complete options of a `SpeechSegmenter`. */
export interface Segmentation {
  readonly threshold: number;
  readonly minSpeechSeconds: number;
  readonly minPauseSeconds: number;
  readonly paddingSeconds: number;
  readonly maxUtteranceSeconds: number;
}

/** The beginning of an utterance, or all of it; in frames, `end` not included. */
export type SpeechEvent =
  | { readonly type: "start"; readonly start: number }
  | { readonly type: "end"; readonly start: number; readonly end: number };

/** The margin below the threshold for frames within speech. */
const HYSTERESIS = 0.15;

/** Makes utterances of the speech probabilities of frames: short pauses are bridged, long speech is parted where it is least sure. */
export class SpeechSegmenter {
  readonly #threshold: number;
  readonly #minSpeech: number;
  readonly #minPause: number;
  readonly #padding: number;
  readonly #most: number;
  #frame = 0;
  /** The end of the last utterance. */
  #free = 0;
  #start: number | undefined;
  #hasBegun = false;
  #spoken = 0;
  #lastSpeech = 0;
  /** The probabilities since `#start`. */
  #probabilities: number[] = [];

  /** `frameSeconds` is the distance between two frames. */
  constructor(options: Segmentation, frameSeconds: number) {
    const frames = (seconds: number): number => Math.round(seconds / frameSeconds);
    this.#threshold = options.threshold;
    this.#minSpeech = Math.max(1, frames(options.minSpeechSeconds));
    this.#minPause = Math.max(1, frames(options.minPauseSeconds));
    this.#padding = Math.min(frames(options.paddingSeconds), this.#minPause);
    this.#most = frames(options.maxUtteranceSeconds);
  }

  /** The first frame that an utterance to come may have. */
  get neededFrom(): number {
    return this.#padded(this.#start ?? this.#frame);
  }

  /** Takes the probabilities of the next frames. */
  *push(probabilities: Iterable<number>): Generator<SpeechEvent> {
    for (const probability of probabilities) yield* this.#take(probability);
  }

  /** Ends the utterance that is not over yet. */
  *end(): Generator<SpeechEvent> {
    if (this.#start !== undefined && this.#hasBegun) yield this.#finish(this.#frame);
  }

  *#take(probability: number): Generator<SpeechEvent> {
    const frame = this.#frame++;
    const isWithin = this.#start !== undefined;
    const isSpeech = probability >= this.#threshold - (isWithin ? HYSTERESIS : 0);
    if (this.#start === undefined && !isSpeech) return;
    this.#start ??= frame;
    this.#probabilities.push(probability);
    if (isSpeech) {
      this.#spoken++;
      this.#lastSpeech = frame;
    }
    if (!this.#hasBegun && this.#spoken >= this.#minSpeech) {
      this.#hasBegun = true;
      yield { type: "start", start: this.#padded(this.#start) };
    }
    if (frame - this.#lastSpeech >= this.#minPause) {
      if (this.#hasBegun) yield this.#finish(this.#frame);
      this.#reset();
    } else if (this.#hasBegun && this.#frame - this.#padded(this.#start) >= this.#most) {
      yield* this.#part();
    }
  }

  /** Ends the utterance at the least probable frame of its last third; the rest begins the next one. */
  *#part(): Generator<SpeechEvent> {
    const all = this.#probabilities;
    let least = Math.floor((2 * all.length) / 3);
    for (let i = least; i < all.length; i++) if (all[i]! < all[least]!) least = i;
    const end = this.#start! + least;
    if (this.#lastSpeech < end) {
      yield this.#finish(this.#frame);
      this.#reset();
      return;
    }
    yield { type: "end", start: this.#padded(this.#start!), end };
    this.#free = end;
    this.#start = end;
    this.#probabilities = all.slice(least);
    yield { type: "start", start: end };
  }

  #finish(limit: number): SpeechEvent {
    const end = Math.min(limit, this.#lastSpeech + 1 + this.#padding);
    const start = this.#padded(this.#start!);
    this.#free = end;
    return { type: "end", start, end };
  }

  #reset(): void {
    this.#start = undefined;
    this.#hasBegun = false;
    this.#spoken = 0;
    this.#probabilities = [];
  }

  #padded(start: number): number {
    return Math.max(this.#free, start - this.#padding, 0);
  }
}
