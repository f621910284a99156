import { computed, signal } from "@preact/signals";
import type { RecordingPrediction } from "../../../src/prediction/prediction.ts";
import type { Timeline } from "../../../src/timeline/timeline.ts";
import type { AnalysisPart, Quiet, Sound } from "../worker/analyse.ts";
import type { Spectrogram } from "../worker/spectrogram.ts";
import { decodeByBrowser } from "./decode.ts";
import { asError, engine } from "./engine.ts";

/** A recording on the page and what is known of it. */
export interface Recording {
  readonly id: number;
  readonly name: string;
  /** To be played. */
  readonly file: Blob;
  /** To be analysed: the file, or what the browser decoded. */
  readonly sound: Sound;
  readonly phase: "waiting" | "busy" | "done" | "failed";
  /** Of a timeline, 0…1; undefined where the length is not known. */
  readonly share?: number | undefined;
  readonly answer?: RecordingPrediction | Quiet | undefined;
  readonly timeline?: Timeline | undefined;
  readonly spectrogram?: Spectrogram | undefined;
  readonly error?: Error | undefined;
}

/** All recordings, the newest last. */
export const recordings = signal<readonly Recording[]>([]);

const selectedId = signal<number | undefined>(undefined);

/** The recording that is shown in detail. */
export const selected = computed(
  () => recordings.value.find(({ id }) => id === selectedId.value) ?? recordings.value[0],
);

/** The length of windows; undefined for segments between pauses. */
export const windowSeconds = signal<number | undefined>(undefined);

/** Set while somebody speaks: the one worker then answers live. */
let isPaused = false;
const stops = new Map<number, AbortController>();
let lastId = 0;

/** Shows a recording in detail. */
export function select(id: number): void {
  selectedId.value = id;
}

/** Adds files and analyses them, one after the other. The first of them is shown. */
export function addRecordings(files: readonly File[]): void {
  const added = files.map((file): Recording => {
    lastId++;
    return { id: lastId, name: file.name, file, sound: file, phase: "waiting" };
  });
  if (added.length === 0) return;
  recordings.value = [...recordings.value, ...added];
  select(added[0]!.id);
  for (const { id } of added) void analyse(id);
}

/** Removes a recording, and ends its analysis. */
export function removeRecording(id: number): void {
  stops.get(id)?.abort();
  stops.delete(id);
  recordings.value = recordings.value.filter((one) => one.id !== id);
}

/** Analyses all recordings again: by another model, for another speaker, or with other windows. */
export function analyseAll(): void {
  for (const { id } of recordings.value) void analyse(id);
}

/** Stops all analyses until `resumeAnalyses`. */
export function pauseAnalyses(): void {
  isPaused = true;
  // those that run begin anew, and then wait
  for (const { id, phase } of recordings.value) {
    if (phase === "busy" || phase === "waiting") void analyse(id);
  }
}

/** Begins the analyses that were stopped, and those of recordings that came since. */
export function resumeAnalyses(): void {
  isPaused = false;
  for (const { id, phase } of recordings.value) if (phase === "waiting") void analyse(id);
}

/** Analyses a recording that could not be. */
export async function analyse(id: number): Promise<void> {
  stops.get(id)?.abort();
  const stop = new AbortController();
  const { signal } = stop;
  stops.set(id, stop);
  const change = (changes: Partial<Recording>): void => {
    if (!signal.aborted) changeRecording(id, changes);
  };
  change({ phase: "waiting", share: undefined, error: undefined });
  if (isPaused) return;
  try {
    await analyseSound(id, change, signal);
    change({ phase: "done", share: 1 });
  } catch (error) {
    change({ phase: "failed", error: asError(error) });
  }
}

async function analyseSound(
  id: number,
  change: (changes: Partial<Recording>) => void,
  signal: AbortSignal,
): Promise<void> {
  const onItem = (part: AnalysisPart): void => change(changesOf(part));
  const run = ({ sound, name }: Recording): Promise<void> => {
    const input = { sound, name, windowSeconds: windowSeconds.value };
    return engine.run("analyse", input, { signal, onItem });
  };
  const recording = recordings.value.find((one) => one.id === id)!;
  try {
    await run(recording);
  } catch (error) {
    if (!(recording.sound instanceof Blob)) throw error;
    const sound = await decodeByBrowser(recording.sound, error);
    change({ sound });
    await run({ ...recording, sound });
  }
}

function changesOf(part: AnalysisPart): Partial<Recording> {
  if (!("seconds" in part)) return { phase: "busy", ...part };
  const { seconds, allSeconds } = part;
  return { phase: "busy", share: allSeconds === undefined ? undefined : seconds / allSeconds };
}

function changeRecording(id: number, changes: Partial<Recording>): void {
  recordings.value = recordings.value.map((one) => (one.id === id ? { ...one, ...changes } : one));
}
