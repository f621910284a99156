import { computed, signal } from "@preact/signals";
import { microphone } from "../../../src/browser/microphone.ts";
import { concatenate } from "../../../src/math/concatenate.ts";
import type { StreamEvent } from "../../../src/prediction/streaming/stream-events.ts";
import { asError, engine, isReady } from "./engine.ts";
import { stopExplaining } from "./explanation.ts";
import { words } from "./language.ts";
import { MICROPHONE_SCRIPT, wavOf } from "./record-clip.ts";
import { addRecordings, pauseAnalyses, resumeAnalyses } from "./recordings.ts";

/** A window of what is spoken. */
export type HeardWindow = Extract<StreamEvent, { type: "window" }>;

/** What is heard while the microphone is open. */
export interface Live {
  readonly seconds: number;
  /** The loudness of each tenth of a second, 0…1 of full scale. */
  readonly levels: readonly number[];
  readonly windows: readonly HeardWindow[];
}

/** What is heard; undefined while the microphone is closed. */
export const live = signal<Live | undefined>(undefined);
/** Whether model and voice may be changed: not while somebody speaks. */
export const canChange = computed(() => isReady.value && live.value === undefined);
/** Why the microphone did not open. */
export const liveError = signal<Error | undefined>(undefined);

const PIECE_SECONDS = 0.1;
/** Then the microphone closes by itself. */
const MOST_SECONDS = 600;
let stop: AbortController | undefined;
let count = 0;

/** Opens the microphone and answers while somebody speaks, until `stopListening`. What was spoken becomes a recording. */
export async function listen(): Promise<void> {
  if (stop !== undefined) return;
  stopExplaining();
  stop = new AbortController();
  const { signal } = stop;
  liveError.value = undefined;
  try {
    const source = await microphone({ worklet: MICROPHONE_SCRIPT, signal });
    const { sampleRate } = source;
    live.value = { seconds: 0, levels: [], windows: [] };
    pauseAnalyses();
    await engine.run("hear", { begin: { sampleRate } });
    const pieces: Float32Array[] = [];
    for await (const piece of inPieces(source, Math.round(PIECE_SECONDS * sampleRate))) {
      pieces.push(piece);
      void engine.run("hear", { samples: piece }).then(addWindows, fail);
      const seconds = add(piece, sampleRate);
      if (seconds >= MOST_SECONDS) break;
    }
    await engine.run("hear", { end: true });
    keep(pieces, sampleRate);
  } catch (error) {
    if (!signal.aborted) liveError.value = asError(error);
  } finally {
    live.value = undefined;
    stop = undefined;
    resumeAnalyses();
  }
}

function fail(error: unknown): void {
  liveError.value = asError(error);
  stopListening();
}

/** Closes the microphone. */
export function stopListening(): void {
  stop?.abort();
}

/** Adds a piece to what is heard; returns the seconds so far. */
function add(piece: Float32Array, sampleRate: number): number {
  const { seconds: before, levels, windows } = live.value!;
  const level = piece.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
  const seconds = before + piece.length / sampleRate;
  live.value = { seconds, levels: [...levels, level], windows };
  return seconds;
}

function addWindows(events: readonly StreamEvent[]): void {
  const heard = events.filter((event) => event.type === "window");
  if (live.value === undefined || heard.length === 0) return;
  live.value = { ...live.value, windows: [...live.value.windows, ...heard] };
}

/** Adds what was spoken to the recordings. */
function keep(pieces: readonly Float32Array[], sampleRate: number): void {
  if (pieces.length === 0) return;
  count++;
  const name = `${words.value.spoken} ${count}.wav`;
  addRecordings([new File([wavOf(pieces, sampleRate)], name, { type: "audio/wav" })]);
}

async function* inPieces(
  blocks: AsyncIterable<Float32Array>,
  length: number,
): AsyncGenerator<Float32Array, void, void> {
  let waiting: Float32Array[] = [];
  let size = 0;
  for await (const block of blocks) {
    waiting.push(block);
    size += block.length;
    if (size < length) continue;
    yield concatenate(waiting, (all) => new Float32Array(all));
    waiting = [];
    size = 0;
  }
  if (size > 0) yield concatenate(waiting, (all) => new Float32Array(all));
}
