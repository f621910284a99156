import type { JobContext } from "../../parallel/pool.ts";
import type { PredictOptions } from "../../prediction/emotion-model.ts";
import type { RecordingPrediction } from "../../prediction/prediction.ts";
import { openAudio } from "../decoding/open-recording.ts";
import { type ModelFile, threadModel } from "./thread-models.ts";

/** The input of the job `predict`. */
export interface PredictInput extends Pick<PredictOptions, "windowing" | "channel" | "maxSeconds"> {
  readonly model: ModelFile;
  /** A recording's bytes. */
  readonly source: Uint8Array;
  /** For messages. */
  readonly name: string;
}

/** The job `predict`: decodes a recording and predicts it. @throws those of `loadModel`, `openAudio` and `predictStream`. */
export async function predictJob(
  { model: file, source, ...options }: PredictInput,
  { onWarning, signal }: JobContext,
): Promise<RecordingPrediction> {
  const model = await threadModel(file, { onWarning });
  const audio = await openAudio(source, options);
  return model.predictStream(audio, { ...options, signal });
}
