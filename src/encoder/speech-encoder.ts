import { AffektError } from "../errors.ts";
import {
  ENCODER_HASH,
  ENCODER_HOP,
  ENCODER_LAYERS,
  ENCODER_WIDTH,
} from "../features/encoder/encoder-layers.ts";
import type { VoiceEncoder } from "../features/encoder/voice-encoder.ts";
import { contentHash } from "../math/content-hash.ts";
import type { Runtime, Session } from "../network/runtime/runtime.ts";
import type { Frames } from "../signal/frames.ts";
import { encoderBlockWeights } from "./encoder-block.ts";
import { whisperMel } from "./whisper-mel.ts";

/** The encoder hears 15 s at most. */
const MAX_STEPS = 750;

/** The voice encoder on a runtime. */
export class SpeechEncoder implements VoiceEncoder {
  readonly #session: Session;
  readonly #bytes: Uint8Array;

  /**
   * Makes the encoder from the bytes of its file.
   * @throws {AffektError} `mismatch` for another file than this version of Affekt takes.
   */
  static async create(bytes: Uint8Array, runtime: Runtime): Promise<SpeechEncoder> {
    const hash = contentHash(bytes);
    if (hash !== ENCODER_HASH) {
      throw new AffektError(
        "mismatch",
        `voice encoder: the file has the hash ${hash}, this version of Affekt takes ${ENCODER_HASH}; take models/encoder.onnx of the same version`,
      );
    }
    return new SpeechEncoder(await runtime.createSession(bytes), bytes);
  }

  private constructor(session: Session, bytes: Uint8Array) {
    this.#session = session;
    this.#bytes = bytes;
  }

  /** Of samples longer than 15 s: the steps of equal parts, each heard alone. */
  async encode(samples: Float32Array): Promise<Frames> {
    const steps = Math.max(1, Math.ceil(samples.length / ENCODER_HOP));
    const length = Math.ceil(steps / Math.ceil(steps / MAX_STEPS)) * ENCODER_HOP;
    const width = ENCODER_LAYERS * ENCODER_WIDTH;
    if (samples.length <= length) return framesOf(await this.#encodePart(samples), width);
    // one array for all: eight minutes are 100 MB
    const data = new Float32Array(steps * width);
    let at = 0;
    for (let start = 0; start < samples.length; start += length) {
      const part = await this.#encodePart(samples.subarray(start, start + length));
      data.set(part, at);
      at += part.length;
    }
    return framesOf(data.subarray(0, at), width);
  }

  async #encodePart(samples: Float32Array): Promise<Float32Array> {
    const { data, count, width } = whisperMel(samples);
    const { layers } = await this.#session.run({ mel: { data, dims: [1, count, width] } });
    return layers!.data;
  }

  blockWeights(layer: number): Float32Array {
    return encoderBlockWeights(this.#bytes, layer);
  }

  /** Frees its memory. */
  release(): Promise<void> {
    return this.#session.release();
  }
}

function framesOf(data: Float32Array, width: number): Frames {
  return { data, count: data.length / width, width };
}
