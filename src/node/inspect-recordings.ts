import type { InspectedRecording, Inspection } from "../corpora/check/inspection.ts";
import { problemOf } from "../corpora/problem.ts";
import { identityOf, type Recording } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import type { Pool } from "../parallel/pool.ts";
import type { Jobs } from "./workers/jobs.ts";

/** Options of `inspectRecordings`. */
export interface InspectRecordingsOptions {
  readonly pool: Pool<Pick<Jobs, "inspect">>;
  /** Called as each recording is done. */
  readonly onProgress?: ((done: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads and inspects recordings on a pool, in their order. One that fails has its error as inspection. @throws {AffektError} `interrupted` */
export async function inspectRecordings(
  recordings: readonly Recording[],
  { pool, onProgress, signal }: InspectRecordingsOptions,
): Promise<InspectedRecording[]> {
  const inspected: InspectedRecording[] = [];
  const queue = recordings.entries();
  let done = 0;

  const inspectOne = async ({ path, read }: Recording): Promise<Inspection> => {
    try {
      return await pool.run("inspect", { bytes: await read(), name: path }, { signal });
    } catch (error) {
      if (!(error instanceof AffektError) || error.code === "interrupted") throw error;
      return { error: problemOf(path, error).reason };
    }
  };
  const work = async (): Promise<void> => {
    for (const [i, recording] of queue) {
      const { columns: _columns, ...identity } = identityOf(recording);
      inspected[i] = { ...identity, inspection: await inspectOne(recording) };
      onProgress?.(++done);
    }
  };
  const workers = Math.min(pool.size * 2, recordings.length);
  await Promise.all(Array.from({ length: workers }, work));
  return inspected;
}
