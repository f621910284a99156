import type {
  AudioInspection,
  InspectedRecording,
  Inspection,
} from "../corpora/check/inspection.ts";
import { knownOf, type Recording } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import type { Pool } from "../parallel.ts";
import type { InspectInput } from "./workers/inspect-job.ts";

/** Reads and inspects recordings on a pool, in their order; one that fails is listed with its error. Errors: only faults of the program itself. */
export async function inspectRecordings(
  recordings: readonly Recording[],
  pool: Pool,
  onProgress?: (done: number) => void,
): Promise<InspectedRecording[]> {
  const inspected: InspectedRecording[] = [];
  const queue = recordings.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [i, recording] of queue) {
      const { columns: _columns, ...known } = knownOf(recording);
      inspected[i] = { ...known, inspection: await inspectOne(recording, pool) };
      onProgress?.(++done);
    }
  };
  await Promise.all(Array.from({ length: pool.size * 2 }, work));
  return inspected;
}

async function inspectOne({ path, read }: Recording, pool: Pool): Promise<Inspection> {
  try {
    const input: InspectInput = { bytes: await read(), name: path };
    return (await pool.run("inspect", input)) as AudioInspection;
  } catch (error) {
    if (!(error instanceof AffektError)) throw error;
    return { error: error.message.replace(`${path}: `, "") };
  }
}
