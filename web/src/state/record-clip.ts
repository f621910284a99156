import { signal } from "@preact/signals";
import { encodeWav } from "../../../src/audio/pcm/wav-write.ts";
import { microphone } from "../../../src/browser/microphone.ts";
import { concatenate } from "../../../src/math/concatenate.ts";

/** The address of the script of the audio thread; the policy of the page forbids those from `blob:`. */
export const MICROPHONE_SCRIPT = new URL("microphone.js", document.baseURI);

/** Whether a clip is being recorded. */
export const isRecording = signal(false);

/** Then the recording ends by itself. */
const MOST_SECONDS = 60;
let stop: AbortController | undefined;

/** Records until `stopClip`, a minute at most. @throws {AffektError} `unsupported` where the microphone does not open. */
export async function recordClip(): Promise<Blob | undefined> {
  stop = new AbortController();
  const { signal } = stop;
  isRecording.value = true;
  const pieces: Float32Array[] = [];
  try {
    const source = await microphone({ worklet: MICROPHONE_SCRIPT, signal });
    let length = 0;
    for await (const piece of source) {
      pieces.push(piece);
      length += piece.length;
      if (length >= MOST_SECONDS * source.sampleRate) break;
    }
    if (pieces.length === 0) return undefined;
    return wavOf(pieces, source.sampleRate);
  } finally {
    isRecording.value = false;
  }
}

/** Ends the recording of a clip. */
export function stopClip(): void {
  stop?.abort();
}

/** Pieces of a signal as a WAV file. */
export function wavOf(pieces: readonly Float32Array[], sampleRate: number): Blob {
  const samples = concatenate(pieces, (length) => new Float32Array(length));
  return new Blob([encodeWav({ channels: [samples], sampleRate })], { type: "audio/wav" });
}
