import { ContentHash } from "../../math/content-hash.ts";
import type { RecordingInfo } from "./clip.ts";
import { Fingerprinter } from "./fingerprint.ts";

/** Collects what tells a recording from others while it is read. */
export class RecordingIdentity {
  readonly #hash = new ContentHash();
  readonly #fingerprinter: Fingerprinter;

  /** `sampleRate`: that of the resampled samples, in Hz. */
  constructor(sampleRate: number) {
    this.#fingerprinter = new Fingerprinter(sampleRate);
  }

  /** Takes the next samples of each signal, as they were decoded. */
  push(signals: readonly Float32Array[]): void {
    for (const samples of signals) this.#hash.update(samples);
  }

  /** Takes the next resampled samples of the first signal. */
  pushResampled(samples: Float32Array): void {
    this.#fingerprinter.push(samples);
  }

  finish(): Pick<RecordingInfo, "samplesHash" | "fingerprint"> {
    return { samplesHash: this.#hash.digest(), fingerprint: this.#fingerprinter.finish() };
  }
}
