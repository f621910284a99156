import { AffektError } from "../../errors.ts";
import type { Audio } from "../audio.ts";

/** How samples are stored in a WAV file. */
export interface WavOptions {
  /** 16-bit integers (rounded, clipped to full scale) or 32-bit floating point; default 16. */
  readonly bitsPerSample?: 16 | "32f";
}

const HEADER_BYTES = 44;

/** A WAV file of the audio. Errors: `invalid-argument` for no channels or channels of different lengths. */
export function encodeWav(
  { channels, sampleRate }: Pick<Audio, "channels" | "sampleRate">,
  { bitsPerSample = 16 }: WavOptions = {},
): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  const lengths = channels.map(({ length }) => length);
  if (lengths.length === 0 || lengths.some((length) => length !== frames)) {
    throw new AffektError(
      "invalid-argument",
      `encodeWav: channels must be at least one and of one length, got lengths [${lengths.join(", ")}]`,
    );
  }
  const isFloat = bitsPerSample === "32f";
  const size = isFloat ? 4 : 2;
  const frameBytes = size * channels.length;
  const bytes = new Uint8Array(HEADER_BYTES + frames * frameBytes);
  const view = new DataView(bytes.buffer);
  const text = (at: number, letters: string): void => {
    for (let i = 0; i < letters.length; i++) bytes[at + i] = letters.charCodeAt(i);
  };
  text(0, "RIFF");
  view.setUint32(4, bytes.length - 8, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, isFloat ? 3 : 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * frameBytes, true);
  view.setUint16(32, frameBytes, true);
  view.setUint16(34, size * 8, true);
  text(36, "data");
  view.setUint32(40, frames * frameBytes, true);
  for (const [c, channel] of channels.entries()) {
    for (let i = 0, at = HEADER_BYTES + c * size; i < frames; i++, at += frameBytes) {
      const sample = channel[i]!;
      if (isFloat) view.setFloat32(at, sample, true);
      else view.setInt16(at, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true);
    }
  }
  return bytes;
}
