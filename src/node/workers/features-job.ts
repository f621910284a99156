import "../default-runtime.ts";
import type { PcmOptions } from "../../audio/pcm/raw-pcm.ts";
import type { Clip, RecordingInfo } from "../../features/extraction/clip.ts";
import type { Segment } from "../../features/extraction/cutter.ts";
import { type Extraction, extractClips } from "../../features/extraction/extract.ts";
import { openAudio } from "../decoding/open-recording.ts";
import { contentOf } from "../sources/byte-source.ts";

/** How features are extracted from files. */
export interface FileExtraction extends Extraction {
  /** The format of files that are samples without a header. */
  readonly pcm?: PcmOptions | undefined;
}

/** The input of the job `features`. */
export interface FeaturesInput extends FileExtraction {
  /** A recording's bytes, all at once or (on the calling thread) in pieces, or the file that holds them. */
  readonly source: Uint8Array | AsyncIterable<Uint8Array> | string;
  /** For messages. */
  readonly name: string;
  readonly segments?: readonly Segment[] | undefined;
  /** A longer recording is refused. */
  readonly maxSeconds?: number | undefined;
}

/** The job `features`: decodes one recording and extracts its clips. @throws those of `openAudio` and `extractClips`. */
export async function* featuresJob(
  { source, ...input }: FeaturesInput,
  { signal }: { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<Clip, RecordingInfo, void> {
  const file = typeof source === "string" ? source : undefined;
  const content = typeof source === "string" ? contentOf(source) : source;
  const audio = await openAudio(content, { ...input, file });
  return yield* extractClips(audio, { ...input, signal });
}
