import * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import { described, group, withDefault } from "../../options/schema.ts";
import type { AudioData } from "../audio-data.ts";

const wavOptions = group({
  bitsPerSample: withDefault(
    described(
      v.picklist([16, "32f"]),
      { text: "16-bit integers (rounded, clipped to full scale) or 32-bit floating point" },
      "16 or 32f",
    ),
    16,
  ),
});

/** Options of `encodeWav`. */
export type WavOptions = v.InferInput<typeof wavOptions>;

const HEADER_BYTES = 44;

/**
 * Encodes audio as a WAV file.
 * @throws {AffektError} `invalid-argument` for no channels or channels of different lengths.
 */
export function encodeWav(
  { channels, sampleRate }: Pick<AudioData, "channels" | "sampleRate">,
  options: WavOptions = {},
): Uint8Array<ArrayBuffer> {
  const { bitsPerSample } = complete(wavOptions, options, "encodeWav");
  const length = channels[0]?.length ?? 0;
  const lengths = channels.map((channel) => channel.length);
  if (lengths.length === 0 || lengths.some((other) => other !== length)) {
    throw new AffektError(
      "invalid-argument",
      `encodeWav: channels must be at least one and of one length, got lengths [${lengths.join(", ")}]`,
    );
  }
  const isFloat = bitsPerSample === "32f";
  const sampleBytes = isFloat ? 4 : 2;
  const stride = sampleBytes * channels.length;
  const bytes = new Uint8Array(HEADER_BYTES + length * stride);
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
  view.setUint32(28, sampleRate * stride, true);
  view.setUint16(32, stride, true);
  view.setUint16(34, sampleBytes * 8, true);
  text(36, "data");
  view.setUint32(40, length * stride, true);
  for (const [c, channel] of channels.entries()) {
    for (let i = 0, at = HEADER_BYTES + c * sampleBytes; i < length; i++, at += stride) {
      const sample = channel[i]!;
      if (isFloat) view.setFloat32(at, sample, true);
      else view.setInt16(at, Math.max(-32768, Math.min(32767, Math.round(sample * 32768))), true);
    }
  }
  return bytes;
}
