import type { PcmOptions } from "../../audio/pcm/raw-pcm.ts";
import type { Clip, RecordingInfo } from "../../features/extraction/clip.ts";
import type { Segment } from "../../features/extraction/cutter.ts";
import { type Extraction, extractClips } from "../../features/extraction/extract.ts";
import { openSound } from "../decoding/open-recording.ts";
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
}

/** The job `features`: decodes one recording and extracts its clips. @throws those of `openSound` and `extractClips`. */
export async function* featuresJob(
  { source, ...input }: FeaturesInput,
  { signal }: { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<Clip, RecordingInfo, void> {
  const file = typeof source === "string" ? source : undefined;
  const content = typeof source === "string" ? contentOf(source) : source;
  const isHeld = content instanceof Uint8Array;
  const audio = await openSound(isHeld ? inPieces(content) : content, { ...input, file, isHeld });
  return yield* extractClips(audio, { ...input, signal });
}

/** Bytes that are decoded at once; the samples of a whole long recording would be too many. */
const PIECE_BYTES = 1 << 20;

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length || at === 0; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}
