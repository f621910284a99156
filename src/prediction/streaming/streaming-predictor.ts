import { checkSamples } from "../../audio/audio-buffer.ts";
import { AffektError } from "../../errors.ts";
import { interruption, throwIfAborted } from "../../parallel/interruption.ts";
import { type SampleModel, StreamAnalyser } from "./stream-analyser.ts";
import type { StreamEvent } from "./stream-events.ts";
import type { StreamingOptions } from "./stream-options.ts";

/** Samples that wait to be predicted: a `push` waits where there are more seconds than this. */
const WAITING_SECONDS = 10;
/** More than this are refused. */
const MOST_WAITING_SECONDS = 300;

/**
 * Predicts a stream of samples that is pushed at any rate, and read by `for await`: what is not read is not computed, and a `push`
 * waits while ten seconds have not been computed, so that memory is bounded. Windows are those of `affekt predict --window`.
 */
export class StreamingPredictor implements AsyncIterable<StreamEvent> {
  readonly #analyser: StreamAnalyser;
  readonly #signal: AbortSignal | undefined;
  readonly #sampleRate: number;
  readonly #queue: Float32Array[] = [];
  /** In samples. */
  #waiting = 0;
  #state: "open" | "ended" | "closed" = "open";
  #isRead = false;
  #changed = Promise.withResolvers<void>();

  /** @throws {AffektError} `invalid-argument` for options out of range. */
  constructor(model: SampleModel, options: StreamingOptions) {
    this.#analyser = new StreamAnalyser(model, options);
    this.#signal = options.signal;
    this.#sampleRate = options.sampleRate;
    options.signal?.addEventListener("abort", this.#notify);
  }

  /** The seconds that are pushed and not predicted yet. */
  get waitingSeconds(): number {
    return this.#waiting / this.#sampleRate;
  }

  /**
   * Adds mono samples, whose full scale is 1. Resolves when there is room for more. The array is copied.
   * @throws {AffektError} `invalid-argument` for what is no Float32Array of samples, and after `end`; `too-long` where five minutes
   * wait, since nobody waited for `push` or nobody reads; `interrupted` where the signal is aborted or reading has ended.
   */
  async push(samples: Float32Array): Promise<void> {
    checkSamples(samples);
    this.#assertOpen();
    if (this.waitingSeconds > MOST_WAITING_SECONDS) {
      throw new AffektError(
        "too-long",
        `stream: ${MOST_WAITING_SECONDS} s wait to be predicted; read the events, and await push()`,
      );
    }
    this.#queue.push(samples.slice());
    this.#waiting += samples.length;
    this.#notify();
    while (this.#state !== "closed" && this.waitingSeconds > WAITING_SECONDS) {
      throwIfAborted(this.#signal, "stream: interrupted");
      await this.#changed.promise;
    }
  }

  /** Ends the stream of samples. The remaining events follow. */
  end(): void {
    if (this.#state === "open") this.#state = "ended";
    this.#notify();
  }

  /**
   * The events, to be read once. Leaving the loop closes the stream.
   * @throws {AffektError} `interrupted` where the signal is aborted; those of the model.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<StreamEvent, void, void> {
    if (this.#isRead) throw new AffektError("invalid-argument", "stream: is read already");
    this.#isRead = true;
    try {
      for (;;) {
        throwIfAborted(this.#signal, "stream: interrupted");
        const samples = this.#queue.shift();
        if (samples !== undefined) {
          yield* this.#analyser.push(samples);
          this.#waiting -= samples.length;
          this.#notify();
        } else if (this.#state === "ended") {
          yield* this.#analyser.end();
          return;
        } else await this.#changed.promise;
      }
    } finally {
      this.#state = "closed";
      this.#queue.length = 0;
      this.#analyser.release();
      this.#signal?.removeEventListener("abort", this.#notify);
      this.#notify();
    }
  }

  #assertOpen(): void {
    throwIfAborted(this.#signal, "stream: interrupted");
    if (this.#state === "closed") throw interruption(this.#signal, "stream: nobody reads it");
    if (this.#state === "ended") {
      throw new AffektError("invalid-argument", "stream: push after end");
    }
  }

  readonly #notify = (): void => {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  };
}
