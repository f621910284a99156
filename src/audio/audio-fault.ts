import { AffektError } from "../errors.ts";

/** Formats that Affekt decodes by itself, for messages. */
const READABLE = "Affekt reads WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Ogg Opus";

/** The error of content that is not, or no longer, audio; `found` says what the file holds instead. */
export function unreadableAudio(name: string, found: string, cause?: unknown): AffektError {
  return new AffektError("unreadable", reasonOf(name, found), { cause });
}

/** The error of content whose first bytes Affekt does not know. Another decoder may. */
export class UnknownAudio extends AffektError {
  constructor(name: string, found: string) {
    super("unreadable", reasonOf(name, found));
  }
}

function reasonOf(name: string, found: string): string {
  return `${name}: cannot be read as audio: it ${found}; ${READABLE}`;
}

/** The error of audio in a known `codec` or container that Affekt has no decoder for. */
export function unsupportedAudio(name: string, codec: string): AffektError {
  return new AffektError(
    "unsupported",
    `${name}: is ${codec}, which has no decoder here; ${READABLE}: convert it to one of them`,
  );
}

/** Whether another decoder, such as ffmpeg, may read what Affekt refused with this error. */
export function isForOtherDecoders(error: unknown): error is AffektError {
  return (
    error instanceof UnknownAudio || (error instanceof AffektError && error.code === "unsupported")
  );
}

/** In Hz: speech is not recorded at less, and resampling would multiply such samples many times. */
export const MIN_SAMPLE_RATE = 1000;
export const MAX_SAMPLE_RATE = 1e6;

/** The limit of libsndfile. */
export const MAX_CHANNELS = 1024;

/**
 * Refuses headers that no recording has.
 * @throws {AffektError} `unreadable` for 0 or over 1024 channels, or a rate outside 1000 Hz … 1 MHz.
 */
export function checkHeader(name: string, sampleRate: number, channels: number): void {
  const isRate = Number.isInteger(sampleRate) && sampleRate >= MIN_SAMPLE_RATE;
  if (!isRate || sampleRate > MAX_SAMPLE_RATE) {
    throw unreadableAudio(
      name,
      `claims a sample rate of ${sampleRate} Hz, outside ${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz`,
    );
  }
  if (!(Number.isInteger(channels) && channels >= 1 && channels <= MAX_CHANNELS)) {
    throw unreadableAudio(name, `claims ${channels} channels, not 1 to ${MAX_CHANNELS}`);
  }
}

/** The warning of a file that holds fewer samples a channel than its header says. */
export function truncationWarning(promised: number, found: number): string {
  return `truncated: the header promises ${promised} samples a channel, ${found} could be read`;
}

/** The warning of a file that holds more samples a channel than its header says. */
export function excessWarning(promised: number, found: number): string {
  return `wrong size: the header promises ${promised} samples a channel, ${found} were found and read`;
}
