import { AffektError } from "../errors.ts";

/** What Affekt reads by itself, as messages name it. */
const READABLE = "Affekt reads WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Ogg Opus";

/** The error of content that is not, or no longer, audio; `found` says what the file holds instead. */
export function unreadableAudio(name: string, found: string, cause?: unknown): AffektError {
  return new AffektError(
    "unreadable",
    `${name}: cannot be read as audio: it ${found}; ${READABLE}`,
    {
      cause,
    },
  );
}

/** The error of audio in a known `codec` or container that Affekt has no decoder for. */
export function unsupportedAudio(name: string, codec: string): AffektError {
  return new AffektError(
    "unsupported",
    `${name}: is ${codec}, which has no decoder here; ${READABLE}: convert it to one of them`,
  );
}

/** In Hz: speech is not recorded at less, and resampling would multiply such samples many times. */
const MIN_SAMPLE_RATE = 1000;
const MAX_SAMPLE_RATE = 1e6;

/** As many as libsndfile takes. */
const MAX_CHANNELS = 1024;

/** What no recording has about a rate in Hz and a number of channels; undefined where both are possible. */
export function impossibleHeader(sampleRate: number, channels: number): string | undefined {
  const isRate = Number.isInteger(sampleRate) && sampleRate >= MIN_SAMPLE_RATE;
  if (!isRate || sampleRate > MAX_SAMPLE_RATE) {
    return `a sample rate of ${sampleRate} Hz, outside ${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz`;
  }
  const isCount = Number.isInteger(channels) && channels >= 1 && channels <= MAX_CHANNELS;
  return isCount ? undefined : `${channels} channels, not 1 to ${MAX_CHANNELS}`;
}

/** Refuses headers that no recording has. Errors: `unreadable` for 0 or over 1024 channels or a rate outside 1000 Hz … 1 MHz. */
export function checkHeader(name: string, sampleRate: number, channels: number): void {
  const fault = impossibleHeader(sampleRate, channels);
  if (fault !== undefined) throw unreadableAudio(name, `claims ${fault}`);
}

/** The warning of a file that holds fewer samples a channel than its header says. */
export function truncationWarning(promised: number, found: number): string {
  return `truncated: the header promises ${promised} samples a channel, ${found} could be read`;
}
