import type { Fold, SplitClip } from "../splits/folds.ts";
import type { Protocol } from "../splits/protocols.ts";
import { Random } from "../math/random.ts";
import { crossValidate } from "./cross-validation.ts";
import type { EvaluationResult, ModelResult } from "./result.ts";

export const LABELS = ["neutral", "happy", "sad", `<script>alert("x")</script>`];

/** Eight speakers with three clips of each emotion. */
const clips = Array.from({ length: 8 }, (_, s) =>
  LABELS.flatMap((emotion) =>
    [0, 1, 2].map((take): SplitClip => ({
      speakerId: s === 0 ? `"><img src=x>&` : `speaker ${s}`,
      emotion,
      contentHash: `${s}${emotion}${take}`,
    })),
  ),
).flat();

/** A result through the real cross-validation, of a model that is right with the given probability. */
export function modelResult(
  model: string,
  protocol: Protocol,
  skill = 0.5,
  validationSpeakers = 0,
): Promise<ModelResult> {
  const random = new Random(7);
  return crossValidate({
    model,
    set: "classic",
    settings: { hiddenLayerSizes: [300], alpha: 0.01, activation: "relu" },
    clips,
    labels: LABELS,
    protocol,
    seed: 1,
    k: 4,
    validationSpeakers,
    featureSeconds: 3,
    trainFold: (fold: Fold) => {
      const truth = fold.test.map((i) => LABELS.indexOf(clips[i]!.emotion));
      const predicted = Int32Array.from(truth, (label) =>
        random.uniform() < skill ? label : random.integer(LABELS.length),
      );
      const loss = Array.from({ length: 20 + Number(fold.name.at(-1)) }, (_, e) => 2 / (e + 1));
      const validationScore = loss.map((value) => 1 - value / 2);
      const history = fold.validation ? { loss, validationScore } : { loss };
      return Promise.resolve({ predicted, history, seconds: 1.25 });
    },
  });
}

/** An evaluation of these models. */
export function evaluationResult(models: readonly ModelResult[]): EvaluationResult {
  return {
    version: "0.1.0",
    date: "2026-01-02T03:04:05Z",
    seed: 1,
    data: {
      sources: ["recordings & more"],
      corpora: [],
      clips: clips.length,
      speakers: 8,
      emotions: Object.fromEntries(LABELS.map((label) => [label, 24])),
      leftOut: [{ file: "a/<b>.wav", reason: "silent" }],
    },
    models,
    warnings: ["two files hold the same audio"],
  };
}
