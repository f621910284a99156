import type { AudioData } from "../audio/audio-data.ts";
import { isForOtherDecoders, UnknownAudio } from "../audio/audio-fault.ts";
import { type AudioStream, collectAudio, streamOf } from "../audio/audio-stream.ts";
import { onePiece } from "../audio/byte-reader.ts";
import { type DecodeOptions, openAudioStream } from "../audio/decode.ts";
import { AffektError } from "../errors.ts";

/** In Hz. The browser resamples to it what it decodes. Recordings of `MediaRecorder` have it. */
const BROWSER_RATE = 48_000;

/**
 * Opens a recording: as `openAudioStream` does, and by the browser's own decoders (WebM and M4A of `MediaRecorder`) what that has
 * no decoder for.
 * @throws {AffektError} `unreadable` for what is not audio or too broken; `unsupported` for what neither decodes, and in workers,
 * which have no `OfflineAudioContext`.
 */
export async function openAudio(
  bytes: Uint8Array,
  { name = "recording" }: DecodeOptions = {},
): Promise<AudioStream> {
  try {
    return await openAudioStream(onePiece(bytes), { name });
  } catch (error) {
    if (!isForOtherDecoders(error)) throw error;
    return streamOf(await decodeByBrowser(bytes, error), { name });
  }
}

/**
 * Decodes a whole recording: what `openAudio` gives, as one array a channel.
 * @throws {AffektError} as `openAudio`.
 */
export async function decodeAudio(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<AudioData> {
  return collectAudio(await openAudio(bytes, options));
}

/** Decodes with Web Audio. `reason` is why Affekt does not decode it by itself. */
async function decodeByBrowser(bytes: Uint8Array, reason: AffektError): Promise<AudioData> {
  if (typeof OfflineAudioContext === "undefined") {
    if (reason instanceof UnknownAudio) throw reason;
    throw new AffektError(
      "unsupported",
      `${reason.message}, or decode it on the page, since workers have no Web Audio`,
      { cause: reason },
    );
  }
  const context = new OfflineAudioContext({ length: 1, sampleRate: BROWSER_RATE });
  // a copy, since its buffer is taken away
  const decoded = await context.decodeAudioData(bytes.slice().buffer).catch((cause: unknown) => {
    if (reason instanceof UnknownAudio) throw reason;
    throw new AffektError(
      "unsupported",
      `${reason.message}; this browser cannot decode it either`,
      { cause },
    );
  });
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, c) =>
    decoded.getChannelData(c),
  );
  return { channels, sampleRate: decoded.sampleRate, format: "browser", warnings: [] };
}
