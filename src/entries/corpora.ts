/**
 * Corpora and their file names, labels, feature tables as data sets, splits by speaker.
 *
 * @module affekt/corpora
 */

export { CATALOG, type CatalogEntry } from "../corpora/catalog.ts";
export { type Emotion, EMOTIONS } from "../corpora/emotions.ts";
export type { FeatureRow, FeatureTable } from "../datasets/feature-table.ts";
export {
  type AugmentedClips,
  type LabelledClip,
  type LabelledClips,
  labelledClips,
} from "../datasets/labelled-clips.ts";
export type { DataReport } from "../corpora/check/check.ts";
export type { Fold, SplitClip } from "../splits/folds.ts";
export {
  defaultProtocol,
  type Protocol,
  PROTOCOLS,
  type Split,
  splitClips,
  type SplitOptions,
} from "../splits/protocols.ts";
export {
  formatRavdessName,
  parseRavdessName,
  type RavdessName,
  ravdessSex,
} from "../corpora/schemes/ravdess.ts";
export type { Problem } from "../corpora/problem.ts";
export type { LabelOptions } from "../corpora/label-mapping.ts";
export type { Labels, Sex } from "../corpora/labels.ts";
export type { LabelledSegment, Recording } from "../corpora/recording.ts";
