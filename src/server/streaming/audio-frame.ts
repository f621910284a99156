import { Refusal } from "../refusal.ts";
import type { SessionSettings } from "./stream-messages.ts";

type Encoding = SessionSettings["encoding"];

/** The bytes of a sample. */
export const SAMPLE_BYTES: Readonly<Record<Encoding, number>> = { pcm16: 2, float32: 4 };

/**
 * Checks an audio frame.
 * @throws {Refusal} for bytes that are no whole number of samples, and for samples that are not finite.
 */
export function checkFrame(frame: Uint8Array, encoding: Encoding): void {
  if (frame.length % SAMPLE_BYTES[encoding] !== 0) {
    const message = `an audio frame of ${frame.length} bytes is no whole number of ${encoding} samples`;
    throw new Refusal(400, "invalid-frame", message);
  }
  if (
    encoding === "float32" &&
    !new Float32Array(new Uint8Array(frame).buffer).every(Number.isFinite)
  ) {
    throw new Refusal(400, "invalid-frame", "an audio frame has samples that are not finite");
  }
}

/** The samples of audio frames, whose full scale is 1. The bytes begin an array of their own, which float32 samples share. */
export function samplesOf({ buffer, length }: Uint8Array, encoding: Encoding): Float32Array {
  if (encoding === "float32") return new Float32Array(buffer, 0, length / SAMPLE_BYTES.float32);
  const values = new Int16Array(buffer, 0, length / SAMPLE_BYTES.pcm16);
  const samples = new Float32Array(values.length);
  // a loop, as Float32Array.from calls a function for each sample
  for (let i = 0; i < values.length; i++) samples[i] = values[i]! / 32_768;
  return samples;
}
