import * as v from "valibot";

const seconds = v.pipe(v.number(), v.minValue(0));

/** A prediction for a recording, or for a window of it. */
const PREDICTION = v.object({
  file: v.string(),
  startSeconds: seconds,
  durationSeconds: seconds,
  emotion: v.string(),
  probabilities: v.array(v.object({ emotion: v.string(), probability: v.number() })),
  sure: v.optional(v.boolean()),
});

/** The answer of a prediction: what `affekt predict --json` prints. */
export const PREDICTIONS = v.object({
  predictions: v.array(PREDICTION),
  failed: v.array(v.object({ path: v.string(), reason: v.string() })),
  warnings: v.array(v.string()),
});

/** A form with a recording. */
export const FORM = v.object({
  file: v.pipe(v.string(), v.description("the bytes of a recording")),
});

/** The models of a server. */
export const MODELS = v.object({
  models: v.array(
    v.object({
      name: v.string(),
      labels: v.array(v.string()),
      features: v.string(),
      sampleRate: v.number(),
      created: v.string(),
    }),
  ),
});

/** A timeline that is being made, or has been. */
export const JOB = v.object({
  id: v.string(),
  status: v.picklist(["waiting", "running", "done", "failed"]),
  seconds: v.pipe(seconds, v.description("how much of the recording has been predicted")),
  error: v.optional(v.object({ code: v.string(), message: v.string() })),
});

/** A refusal. */
export const ERROR = v.object({
  error: v.object({ code: v.string(), message: v.string(), requestId: v.string() }),
});

/** The answer of a server that runs. */
export const STATUS = v.object({ status: v.string() });
