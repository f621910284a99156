import { type Problem, problemOf } from "../corpora/problem.ts";
import type { Recording } from "../corpora/recording.ts";
import type { RecordingEvent } from "../datasets/extract-recordings.ts";
import { AffektError } from "../errors.ts";
import type { RecordingPrediction } from "./prediction.ts";
import { type ClipModel, RecordingPredictor } from "./recording-predictor.ts";

/** The prediction for a recording, or for a channel of it, or the problem that it has. */
export type RecordingOutcome = {
  readonly recording: Recording;
  /** The recording's place among all. */
  readonly index: number;
  /** The name of the channel, where each is predicted by itself. */
  readonly channel?: string;
} & ({ readonly prediction: RecordingPrediction } | { readonly problem: Problem });

/** Predicts recordings from their clips, which may be interleaved. A recording that fails gives a problem, and the others continue. */
export async function* predictRecordings(
  model: ClipModel,
  events: AsyncIterable<RecordingEvent>,
): AsyncGenerator<RecordingOutcome, void, void> {
  const predictors = new Map<number, Map<string | undefined, RecordingPredictor>>();
  for await (const event of events) {
    const { recording, index } = event;
    const { path, name = path, source } = recording;
    const channels = predictors.get(index) ?? new Map<string | undefined, RecordingPredictor>();
    if ("clip" in event) {
      const { channel } = event.clip;
      const predictor = channels.get(channel) ?? new RecordingPredictor(model, name);
      predictors.set(index, channels.set(channel, predictor));
      await predictor.add(event.clip);
      continue;
    }
    predictors.delete(index);
    if ("problem" in event) {
      yield { recording, index, problem: event.problem };
      continue;
    }
    for (const [channel, predictor] of channels) {
      const place = { recording, index, ...(channel !== undefined && { channel }) };
      try {
        yield { ...place, prediction: predictor.end(event.info) };
      } catch (error) {
        if (!(error instanceof AffektError)) throw error;
        yield { ...place, problem: { source, ...problemOf(name, error) } };
      }
    }
  }
}
