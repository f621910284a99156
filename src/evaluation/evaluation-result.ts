import type { LabelledClips } from "../datasets/feature-table.ts";
import { VERSION } from "../version.ts";
import type { EvaluationResult, ModelResult } from "./result.ts";

/** What an evaluation's result is put together from. */
export interface EvaluationParts {
  readonly models: readonly ModelResult[];
  readonly labelled: LabelledClips;
  /** As the user named them. */
  readonly sources: readonly string[];
  /** Default 0. */
  readonly seed?: number;
  readonly warnings?: readonly string[];
}

/** The whole result of an evaluation, dated now, with a summary of its data. */
export function evaluationResult(parts: EvaluationParts): EvaluationResult {
  const { models, labelled, sources, seed = 0, warnings = [] } = parts;
  const { clips, y, labels, leftOut } = labelled;
  return {
    version: VERSION,
    date: new Date().toISOString(),
    seed,
    data: {
      sources,
      corpora: [...new Set(clips.flatMap(({ corpus }) => corpus ?? []))].sort(),
      clips: clips.length,
      speakers: new Set(clips.map(({ speakerId }) => speakerId)).size,
      emotions: Object.fromEntries(
        labels.map((label) => [label, y.filter((emotion) => emotion === label).length]),
      ),
      leftOut,
    },
    models,
    warnings,
  };
}
