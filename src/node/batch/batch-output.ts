import { open } from "node:fs/promises";
import { join } from "node:path";
import { csvLine } from "../../tables/csv/csv-writing.ts";
import { formatParquet } from "../../tables/parquet/parquet-writing.ts";
import { VERSION } from "../../version.ts";
import { type OutputContent, writeOutputFile } from "../files/output-file.ts";
import { removeStaleFiles } from "../files/stale-files.ts";
import type { BatchResult } from "../workers/batch-job.ts";
import type { BatchStore, WaitingRecording } from "./batch-store.ts";
import { partName, partTable } from "./part.ts";

/** What a batch has come to. `manifest.json` in its folder is the same when no run is under way. */
export interface BatchSummary {
  readonly affekt: string;
  /** The hash of the model's file. */
  readonly model: string;
  readonly labels: readonly string[];
  readonly recordings: Readonly<Record<BatchResult["state"] | "waiting", number>>;
  /** Seconds of audio in the recordings that were read. */
  readonly seconds: number;
  readonly rows: number;
  readonly parts: readonly {
    readonly file: string;
    readonly rows: number;
    readonly bytes: number;
  }[];
}

/** Options of `BatchOutput`. */
interface OutputOptions {
  readonly folder: string;
  readonly labels: readonly string[];
  /** Of the model's file. */
  readonly hash: string;
  readonly partRows?: number | undefined;
}

const PART_ROWS = 50_000;

/** The parts and lists of a batch. */
export class BatchOutput {
  readonly #store: BatchStore;
  readonly #options: OutputOptions;
  #pending: number;

  /** Begins, or goes on with the parts that are there. */
  static async open(store: BatchStore, options: OutputOptions): Promise<BatchOutput> {
    const output = new BatchOutput(store, options);
    await output.writeManifest();
    return output;
  }

  private constructor(store: BatchStore, options: OutputOptions) {
    this.#store = store;
    this.#options = options;
    this.#pending = store.pendingCount;
  }

  async save(recording: WaitingRecording, result: BatchResult): Promise<void> {
    this.#store.save(recording, result);
    this.#pending += result.rows.length;
    const { partRows = PART_ROWS } = this.#options;
    while (this.#pending >= partRows) await this.#writePart(partRows);
  }

  /** Writes the last part and the list of problems. */
  async end(): Promise<void> {
    if (this.#pending > 0) await this.#writePart(this.#pending);
    await this.#write("problems.csv", this.#problemLines());
    await this.writeManifest();
  }

  /** Writes the summary. It goes through all recordings and parts, so that it is not written with each part. */
  async writeManifest(): Promise<void> {
    await this.#write("manifest.json", `${JSON.stringify(this.summary(), undefined, 2)}\n`);
  }

  summary(): BatchSummary {
    const counts = (["predicted", "failed", "missing", "waiting"] as const).map(
      (state) => [state, this.#store.count(state)] as const,
    );
    const parts = this.#store.parts;
    return {
      affekt: VERSION,
      model: this.#options.hash,
      labels: this.#options.labels,
      recordings: Object.fromEntries(
        counts.map(([state, { recordings }]) => [state, recordings]),
      ) as BatchSummary["recordings"],
      seconds: counts.reduce((sum, [, { seconds }]) => sum + seconds, 0),
      rows: parts.reduce((sum, { rows }) => sum + rows, 0),
      parts: parts.map(({ number, ...part }) => ({ file: partName(number), ...part })),
    };
  }

  /** Writes a file as a whole, and removes what a killed run left of it. */
  async #write(name: string, content: OutputContent): Promise<void> {
    const file = join(this.#options.folder, name);
    await removeStaleFiles(file);
    await writeOutputFile(file, content);
  }

  /** A part is on the disk before its rows leave the state: if the process is killed between, the next run writes the same file again. */
  async #writePart(rows: number): Promise<void> {
    const { folder, labels } = this.#options;
    const number = this.#store.lastPart + 1;
    const name = partName(number);
    const table = partTable(this.#store.pending(rows), { count: rows, labels });
    await this.#write(name, formatParquet(table));
    const bytes = await synced(join(folder, name));
    this.#store.addPart({ number, rows, bytes });
    this.#pending -= rows;
  }

  *#problemLines(): Generator<string> {
    yield csvLine(["file", "channel", "kind", "reason"]);
    for (const { path, channel, kind, reason } of this.#store.problems()) {
      yield csvLine([path, channel, kind, reason]);
    }
  }
}

/** Waits until a file is on its disk; returns its size in bytes. */
async function synced(file: string): Promise<number> {
  await using handle = await open(file);
  await handle.sync();
  return (await handle.stat()).size;
}
