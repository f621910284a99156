import { makeTimeline } from "../../timeline/make-timeline.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { TimelineOptions } from "../../timeline/timeline-options.ts";
import { fromCallback } from "../../parallel/from-callback.ts";
import type { JobContext } from "../../parallel/pool.ts";
import { openAudio } from "../decoding/open-recording.ts";
import { loadModel } from "../load-model.ts";
import { nodeRuntime } from "../native-runtime.ts";

/** The input of the job `timeline`. */
export interface TimelineInput {
  /** The file of a model. */
  readonly model: Uint8Array;
  /** A recording's bytes. */
  readonly source: Uint8Array;
  /** For messages, and the timeline's name. */
  readonly name: string;
  readonly options: TimelineOptions;
}

/** Progress is told after so much of a recording. */
const PROGRESS_SECONDS = 10;

/** The job `timeline`: predicts a recording over time; yields the seconds that have been predicted. @throws those of `makeTimeline`. */
export async function* timelineJob(
  { model: bytes, source, name, options }: TimelineInput,
  { onWarning, signal }: JobContext,
): AsyncGenerator<number, Timeline, void> {
  const model = await loadModel(bytes, { runtime: () => nodeRuntime({ onWarning }) });
  try {
    const audio = await openAudio(source, { name });
    return yield* fromCallback<number, Timeline>((push) => {
      let told = 0;
      const onProgress = (seconds: number): void => {
        if (seconds < told + PROGRESS_SECONDS) return;
        told = seconds;
        push(seconds);
      };
      return makeTimeline(model, audio, { ...options, name, signal, onProgress });
    });
  } finally {
    await model.release();
  }
}
