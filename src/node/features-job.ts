import { mixToMono } from "../audio/audio.ts";
import type { ExtractedClip } from "../corpora/feature-table.ts";
import { extractFeatures } from "../features/extract.ts";
import { featureSet } from "../features/sets.ts";
import { hashOfSamples } from "./content-hash.ts";
import { decodeRecording } from "./open-recording.ts";

/** The input of the job `features`: a file's bytes, its name for messages, a feature set's name. */
export interface FeaturesInput {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly set: string;
}

/** The job `features`: decodes one recording and extracts its features. Errors: those of `decodeRecording`. */
export async function features({ bytes, name, set }: FeaturesInput): Promise<ExtractedClip> {
  const audio = await decodeRecording(bytes, name);
  const clip = extractFeatures(audio, featureSet(set), name);
  return { ...clip, samplesHash: hashOfSamples(mixToMono(audio)) };
}
