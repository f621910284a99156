import { setTimeout as delay } from "node:timers/promises";
import { makeTimeline } from "../../timeline/make-timeline.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { TimelineOptions } from "../../timeline/timeline-options.ts";
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

const PROGRESS_MS = 500;

/** The job `timeline`: predicts a recording over time; yields the seconds that have been predicted. @throws those of `makeTimeline`. */
export async function* timelineJob(
  { model: bytes, source, name, options }: TimelineInput,
  { onWarning, signal }: JobContext,
): AsyncGenerator<number, Timeline, void> {
  const model = await loadModel(bytes, { runtime: () => nodeRuntime({ onWarning }) });
  let making: Promise<Timeline> | undefined;
  try {
    let seconds = 0;
    let isDone = false;
    const audio = await openAudio(source, { name });
    making = makeTimeline(model, audio, {
      ...options,
      name,
      signal,
      onProgress: (now) => (seconds = now),
    }).finally(() => (isDone = true));
    while (!isDone) {
      await Promise.race([making, delay(PROGRESS_MS)]);
      yield seconds;
    }
    return await making;
  } finally {
    // the model is in use until then, also where nobody waits any more
    await making?.catch(() => {});
    await model.release();
  }
}
