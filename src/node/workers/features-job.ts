import type { PcmOptions } from "../../audio/pcm/raw-pcm.ts";
import { type Augmentation, augmenterOf } from "../../augmentation/augmentation.ts";
import type { Windowing } from "../../features/extraction/clip-cutter.ts";
import { type ExtractedClip, extractClips } from "../../features/extraction/extract.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import { contentOf } from "../sources/byte-source.ts";
import { openSound } from "../decoding/open-recording.ts";

/** What is made of recordings. */
export interface Extraction {
  readonly set: FeatureSet;
  /** Default `auto`. */
  readonly windowing?: Windowing | undefined;
  /** Where the recordings are samples without a header. */
  readonly pcm?: PcmOptions | undefined;
  /** Adds augmented copies of the clips; default none. */
  readonly augmentation?: Augmentation | undefined;
}

/** The input of the job `features`: a recording's bytes, at once or (on the calling thread) in pieces, or the file that they are in; its name for messages; what is to be made of it. */
export interface FeaturesInput extends Extraction {
  readonly source: Uint8Array | AsyncIterable<Uint8Array> | string;
  readonly name: string;
}

/** What the job `features` tells while it is at work: what share of a large recording is done, or the next values, those of a clip before those of its copies. */
export type FeaturesMessage = { readonly share: number } | { readonly values: Float32Array };

/** The job `features`: decodes one recording and extracts its features; in the place of values it gives their number among those that it told. Errors: those of `openSound` and `extractClips`. */
export async function features(
  { source, ...input }: FeaturesInput,
  {
    onProgress,
    signal,
  }: {
    readonly onProgress: (message: FeaturesMessage) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ExtractedClip<number>[]> {
  const file = typeof source === "string" ? source : undefined;
  const content = typeof source === "string" ? contentOf(source) : source;
  const isHeld = content instanceof Uint8Array;
  const { set, augmentation } = input;
  const stream = await openSound(isHeld ? inPieces(content) : content, { ...input, file, isHeld });
  const augment = augmenterOf(augmentation, set.sampleRate);
  let count = 0;
  const keep = (values: Float32Array): number => {
    onProgress({ values });
    return count++;
  };
  const onShare = isHeld ? undefined : (share: number): void => onProgress({ share });
  return extractClips(stream, { ...input, augment, keep, onShare, signal });
}

/** What is decoded at once, in bytes; the samples of a whole long recording would be too many. */
const PIECE_BYTES = 1 << 20;

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length || at === 0; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}
