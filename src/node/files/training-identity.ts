import { augmentationKey } from "../../augmentation/augmentation.ts";
import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import { hashOf } from "../../features/sets/hash.ts";
import type { NetworkSettings } from "../../models/network-settings.ts";
import { VERSION } from "../../version.ts";
import { contentHash } from "../../math/content-hash.ts";

/** What makes a training the same as another one: each part in words with what it is, or a hash of it. */
export type TrainingIdentity = Readonly<Record<string, string>>;

/** What decides on a training. */
export interface IdentityOptions {
  readonly labelled: LabelledClips;
  readonly model: NetworkSettings;
  readonly seed: number;
  readonly validationSpeakers: number;
  readonly threads: number;
  /** The runtime's name: others round otherwise. */
  readonly runtime: string;
}

/** The identity of a training. */
export function trainingIdentity(options: IdentityOptions): TrainingIdentity {
  const { labelled, model, seed, validationSpeakers, threads, runtime } = options;
  const { set, X, y, clips, augmented } = labelled;
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
