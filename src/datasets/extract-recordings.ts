import { type Problem, problemOf } from "../corpora/problem.ts";
import type { Recording } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import type { Clip, RecordingInfo } from "../features/extraction/clip.ts";
import { throwIfAborted } from "../parallel/interruption.ts";
import { merge } from "./merge.ts";

/** An event of the extraction: a clip of a recording, its end, or its problem. Recordings may be interleaved. */
export type RecordingEvent = {
  readonly recording: Recording;
  /** The recording's place among all. */
  readonly index: number;
} & ({ readonly clip: Clip } | { readonly info: RecordingInfo } | { readonly problem: Problem });

/** Reads a recording and extracts its clips. */
export type ExtractRecording = (recording: Recording) => AsyncGenerator<Clip, RecordingInfo, void>;

/** Options of `extractRecordings`. */
export interface ExtractRecordingsOptions {
  /** The number of recordings that are read at once, which may change. */
  readonly concurrency: () => number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The clips of recordings as they are ready. A recording that fails gives a problem in place of its end, and the others continue.
 * @throws {AffektError} `interrupted`
 */
export function extractRecordings(
  recordings: readonly Recording[],
  extract: ExtractRecording,
  { concurrency, signal }: ExtractRecordingsOptions,
): AsyncGenerator<RecordingEvent, void, void> {
  async function* eventsOf(
    recording: Recording,
    index: number,
  ): AsyncGenerator<RecordingEvent, void, void> {
    throwIfAborted(signal);
    const clips = extract(recording);
    try {
      for (;;) {
        const { done, value } = await clips.next();
        if (done === true) {
          yield { recording, index, info: value };
          return;
        }
        yield { recording, index, clip: value };
      }
    } catch (error) {
      throwIfAborted(signal);
      if (error instanceof AffektError && error.code === "interrupted") throw error;
      const { source, path } = recording;
      yield { recording, index, problem: { source, ...problemOf(path, error) } };
    } finally {
      await clips.return(undefined as never);
    }
  }

  function* starts(): Generator<() => AsyncGenerator<RecordingEvent, void, void>> {
    for (const [index, recording] of recordings.entries()) yield () => eventsOf(recording, index);
  }

  return merge(starts(), concurrency);
}

/** Passes events on and reports how many recordings are done; of a long one its share counts while it is read. */
export async function* withProgress(
  events: AsyncIterable<RecordingEvent>,
  all: number,
  onProgress: ((done: number, all: number) => void) | undefined,
): AsyncGenerator<RecordingEvent, void, void> {
  const shares = new Map<number, number>();
  let done = 0;
  for await (const event of events) {
    if ("clip" in event) shares.set(event.index, event.clip.progress ?? 0);
    else {
      shares.delete(event.index);
      done++;
    }
    const begun = [...shares.values()].reduce((sum, share) => sum + share, 0);
    onProgress?.(done + begun, all);
    yield event;
  }
}
