import { augmentationKey } from "../../augmentation/augmentation.ts";
import { AffektError } from "../../errors.ts";
import { hashOf } from "../../features/sets/hash.ts";
import { contentHash } from "../../math/content-hash.ts";
import type { ModelSpace } from "../../model-selection/model-space.ts";
import type { SplitSettings } from "../../model-selection/plan-search.ts";
import type { SearchSettings } from "../../model-selection/search-settings.ts";
import { copiesOf, type SearchData } from "../../model-selection/search-clips.ts";
import { VERSION } from "../../version.ts";
import { differences, type TrainingIdentity } from "../files/training-identity.ts";
import type { StudyFile } from "./study-file.ts";

const FACT = "identity";

/** Everything that the trials of a study depend on. */
export interface StudyParts {
  readonly data: SearchData;
  readonly space: ModelSpace;
  readonly split: SplitSettings;
  readonly settings: SearchSettings;
}

/**
 * Whether a study is of these parts; false where it does not say yet what it is of.
 * @throws {AffektError} `mismatch` where it is of others.
 */
export function isStudyOf(study: StudyFile, parts: StudyParts): boolean {
  const known = study.fact(FACT) as TrainingIdentity | undefined;
  if (known === undefined) return false;
  const own = identityOf(parts);
  const other = differences(known, own).map(
    (part) => `${part} (there ${wordsOf(known[part])}, here ${wordsOf(own[part])})`,
  );
  if (other.length === 0) return true;
  throw new AffektError(
    "mismatch",
    `${study.file}: is a study with different ${other.join(", ")}. Rerun with the original options, or choose another file`,
  );
}

/**
 * Makes sure that a study is of these parts, or notes them in a new one.
 * @throws {AffektError} `mismatch` where it is of others; `cannot-write`.
 */
export function identifyStudy(study: StudyFile, parts: StudyParts): void {
  if (!isStudyOf(study, parts)) study.setFact(FACT, identityOf(parts));
}

/** The first characters of a hash, or a short text as it is. */
function wordsOf(part = ""): string {
  return part === "" ? "none" : part.length > 60 ? `${part.slice(0, 12)}…` : part;
}

function identityOf({ data, space, split, settings }: StudyParts): TrainingIdentity {
  const { clips, y } = data[0]!;
  const speakers = clips.map(({ speakerId, samplesHash }) => [speakerId, samplesHash]);
  const copies = data.flatMap(copiesOf);
  const { sampler, pruner, objectives, constraints, seed } = settings;
  return {
    "version of Affekt": VERSION,
    recordings: hashOfValue([data.map(({ X }) => contentHash(X.data)), y, speakers]),
    features: data.map(({ set }) => hashOf(set)).join(", "),
    augmentation: copies
      .map(({ augmentation, X }) => `${augmentationKey(augmentation)}, ${contentHash(X.data)}`)
      .join("; "),
    models: hashOfValue(space.models),
    space: hashOfValue(space.space),
    folds: hashOfValue(split),
    sampler: JSON.stringify(sampler),
    pruner: JSON.stringify(pruner),
    objectives: JSON.stringify(objectives),
    constraints: JSON.stringify(constraints),
    seed: String(seed),
  };
}

function hashOfValue(value: unknown): string {
  return contentHash(new TextEncoder().encode(JSON.stringify(value)));
}
