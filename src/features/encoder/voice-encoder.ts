import type { Frames } from "../../signal/frames.ts";

/** A network that hears speech and describes each 20 ms of it by the outputs of its layers. */
export interface VoiceEncoder {
  /** The outputs [steps, layers × width] of all layers, side by side. samples: mono, 16 kHz, of any length. */
  encode(samples: Float32Array): Promise<Frames>;
  /** The weights of a layer, from 1, as one vector, from which a layer that is trained further starts. */
  blockWeights(layer: number): Float32Array;
}

/** Gives the encoder when it is first needed. */
export type EncoderSource = () => Promise<VoiceEncoder>;

let platform: EncoderSource | undefined;

/** Sets the encoder that feature sets use. Each platform calls it once. */
export function setDefaultEncoder(source: EncoderSource): void {
  platform = source;
}

/** The platform's encoder. */
export async function defaultEncoder(): Promise<VoiceEncoder> {
  if (platform === undefined) throw new Error("no default voice encoder is set");
  return platform();
}
