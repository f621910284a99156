import { streamOf } from "../audio/audio-stream.ts";
import type { AudioData } from "../audio/audio-data.ts";
import type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
import type { Segment } from "../features/extraction/cutter.ts";
import { type Extraction, extractClips } from "../features/extraction/extract.ts";
import { openAudio } from "./decode-audio.ts";

/** The input of the job `features`. */
export interface FeaturesInput extends Extraction {
  /** A recording's file, or its audio where only the page's own thread can decode it. */
  readonly source: Uint8Array | AudioData;
  /** For messages. */
  readonly name: string;
  readonly segments?: readonly Segment[] | undefined;
}

/** The job `features`: decodes one recording and extracts its clips. @throws those of `openAudio` and `extractClips`. */
export async function* featuresJob(
  { source, ...input }: FeaturesInput,
  { signal }: { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<Clip, RecordingInfo, void> {
  const { name } = input;
  const audio =
    source instanceof Uint8Array
      ? await openAudio(source, { name, signal })
      : streamOf(source, { name });
  return yield* extractClips(audio, { ...input, signal });
}
