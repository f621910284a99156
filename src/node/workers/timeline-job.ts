import { AffektError } from "../../errors.ts";
import { makeTimeline } from "../../timeline/make-timeline.ts";
import type { Timeline } from "../../timeline/timeline.ts";
import type { TimelineOptions } from "../../timeline/timeline-options.ts";
import { fromCallback } from "../../parallel/from-callback.ts";
import type { JobContext } from "../../parallel/pool.ts";
import { openAudio } from "../decoding/open-recording.ts";
import { contentOf } from "../sources/byte-source.ts";
import { type ModelFile, threadModel } from "./thread-models.ts";

/** The input of the job `timeline`. */
export interface TimelineInput {
  readonly model: ModelFile;
  /** A recording's bytes, or the file that holds them. */
  readonly source: Uint8Array | string;
  /** For messages, and the timeline's name. */
  readonly name: string;
  readonly options: TimelineOptions;
  /** A longer recording is refused. */
  readonly maxSeconds?: number | undefined;
  /** A timeline that takes longer ends. */
  readonly timeoutSeconds?: number | undefined;
}

/** Progress is told after so much of a recording. */
const PROGRESS_SECONDS = 10;

/** The job `timeline`: predicts a recording over time; yields the seconds that have been predicted. @throws those of `makeTimeline`. */
export async function* timelineJob(
  { model: file, source, timeoutSeconds, ...given }: TimelineInput,
  { onWarning, signal: stop }: JobContext,
): AsyncGenerator<number, Timeline, void> {
  const { name, options, maxSeconds } = given;
  const model = await threadModel(file, { onWarning });
  const timeout = timeoutSeconds && AbortSignal.timeout(1000 * timeoutSeconds);
  const signal = timeout ? AbortSignal.any([stop, timeout]) : stop;
  const [content, opened] =
    typeof source === "string" ? [contentOf(source), { name, file: source }] : [source, { name }];
  const audio = await openAudio(content, opened);
  try {
    return yield* fromCallback<number, Timeline>((push) => {
      let told = 0;
      const onProgress = (seconds: number): void => {
        if (seconds < told + PROGRESS_SECONDS) return;
        told = seconds;
        push(seconds);
      };
      return makeTimeline(model, audio, { ...options, name, maxSeconds, signal, onProgress });
    });
  } catch (error) {
    if (!timeout || !timeout.aborted) throw error;
    const message = `${name}: its timeline takes longer than ${timeoutSeconds} s, which is the limit`;
    throw new AffektError("too-long", message, { cause: error });
  }
}
