import { computed, signal } from "@preact/signals";
import type { Explanation } from "../../../src/explanation/explanation.ts";
import { asError, engine } from "./engine.ts";
import { type Recording, recordings, selected } from "./recordings.ts";

/** What carried an answer: as it is found out, and then itself. */
interface Explained {
  /** The recording's answer that is explained. */
  readonly answer: Recording["answer"];
  readonly share?: number;
  readonly explanation?: Explanation;
  readonly error?: Error;
}

const latest = signal<Explained | undefined>(undefined);
let stop: AbortController | undefined;

/** What carried the answer for the recording that is shown, where it was asked for. */
export const explained = computed(() =>
  latest.value?.answer === selected.value?.answer ? latest.value : undefined,
);

/** Finds out what carried the answer for a recording: some hundred predictions of it without a part. */
export async function explain({ sound, name, answer }: Recording): Promise<void> {
  stopExplaining();
  stop = new AbortController();
  const { signal } = stop;
  latest.value = { answer, share: 0 };
  try {
    const explanation = await engine.run(
      "explain",
      { sound, name },
      { signal, onItem: (share) => !signal.aborted && (latest.value = { answer, share }) },
    );
    latest.value = { answer, explanation };
  } catch (error) {
    latest.value = signal.aborted ? undefined : { answer, error: asError(error) };
  }
}

/** Stops finding out. */
export function stopExplaining(): void {
  stop?.abort();
}

// recordings come first
recordings.subscribe((all) => {
  if (all.some(({ phase }) => phase === "waiting")) stopExplaining();
});
