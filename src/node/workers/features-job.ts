import "../default-runtime.ts";
import type { AudioData } from "../../audio/audio-data.ts";
import type { PcmOptions } from "../../audio/pcm/raw-pcm.ts";
import type { Clip, RecordingInfo } from "../../features/extraction/clip.ts";
import type { Segment } from "../../features/extraction/cutter.ts";
import { type Extraction, extractClips } from "../../features/extraction/extract.ts";
import { release } from "../../math/release.ts";
import { openAudio } from "../decoding/open-recording.ts";
import { contentOf } from "../sources/byte-source.ts";

/** The input of the job `features`: an extraction and where its files are. */
export interface FileExtraction extends Extraction {
  /** The format of files that are samples without a header. */
  readonly pcm?: PcmOptions | undefined;
}

/** Decoded audio. */
type Samples = Pick<AudioData, "channels" | "sampleRate">;

/** The input of the job `features`. */
export interface FeaturesInput extends FileExtraction {
  /** A recording's bytes, all at once or (on the calling thread) in pieces, the file that holds them, or its samples. */
  readonly source: Uint8Array | AsyncIterable<Uint8Array> | string | Samples;
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
  if (isSamples(source)) return yield* extractClips(source, { ...input, signal });
  const file = typeof source === "string" ? source : undefined;
  const content = typeof source === "string" ? contentOf(source) : source;
  const audio = await openAudio(content, { ...input, file });
  const info = yield* extractClips(audio, { ...input, signal });
  // bytes that were read here; those of small files share their memory with others
  const isOwn = file !== undefined && content instanceof Uint8Array;
  if (isOwn && content.byteLength === content.buffer.byteLength) release([content]);
  return info;
}

function isSamples(source: FeaturesInput["source"]): source is Samples {
  return typeof source === "object" && "channels" in source;
}
