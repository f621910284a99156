import { augmentationKey } from "../../augmentation/augmentation.ts";
import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import { hashOf } from "../../features/sets/hash.ts";
import type { ModelSpec } from "../../models/model-spec.ts";
import { VERSION } from "../../version.ts";
import { contentHash } from "../../math/content-hash.ts";

/** The identity of a training: each of its parts by name, as text or as a hash. */
export type TrainingIdentity = Readonly<Record<string, string>>;

/** Options of a training that its result depends on. */
export interface IdentityOptions {
  readonly model: ModelSpec;
  readonly seed: number;
  readonly validationSpeakers: number;
  readonly threads: number;
  /** The runtime's name, since runtimes round differently. */
  readonly runtime: string;
}

/** The identity of a training. */
export function trainingIdentity(
  { set, X, y, clips, augmented }: LabelledClips,
  { model, seed, validationSpeakers, threads, runtime }: IdentityOptions,
): TrainingIdentity {
  const speakers = clips.map(({ speakerId, samplesHash }) => [speakerId, samplesHash]);
  return {
    "version of Affekt": VERSION,
    settings: hashOfText(JSON.stringify(model)),
    seed: String(seed),
    "validation speakers": String(validationSpeakers),
    features: hashOf(set),
    recordings: hashOfText(JSON.stringify([contentHash(X.data), y, speakers])),
    ...(augmented && {
      augmentation: `${augmentationKey(augmented.augmentation)}, ${contentHash(augmented.X.data)}`,
    }),
    threads: String(threads),
    runtime,
  };
}

/** The parts in which two identities differ. */
export function differences(a: TrainingIdentity, b: TrainingIdentity): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((part) => a[part] !== b[part]);
}

/** A hash of an identity, for a model's file. */
export function fingerprintOf(identity: TrainingIdentity): string {
  return hashOfText(JSON.stringify(identity));
}

function hashOfText(text: string): string {
  return contentHash(new TextEncoder().encode(text));
}
