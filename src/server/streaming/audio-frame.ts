import { Refusal } from "../refusal.ts";
import type { SessionSettings } from "./stream-messages.ts";

/**
 * The samples of an audio frame, whose full scale is 1.
 * @throws {Refusal} for bytes that are no whole number of samples, and for samples that are not finite.
 */
export function samplesOf(
  frame: Uint8Array,
  encoding: SessionSettings["encoding"],
): Float32Array<ArrayBuffer> {
  const size = encoding === "pcm16" ? 2 : 4;
  if (frame.length % size !== 0) {
    const message = `an audio frame of ${frame.length} bytes is no whole number of ${encoding} samples`;
    throw new Refusal(400, "invalid-frame", message);
  }
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const samples = new Float32Array(frame.length / size);
  for (let i = 0; i < samples.length; i++) {
    const sample = size === 2 ? view.getInt16(2 * i, true) / 32_768 : view.getFloat32(4 * i, true);
    if (!Number.isFinite(sample)) {
      throw new Refusal(400, "invalid-frame", "an audio frame has samples that are not finite");
    }
    samples[i] = sample;
  }
  return samples;
}
