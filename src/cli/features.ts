import { once } from "node:events";
import type { Command } from "commander";
import type { Refusal } from "../datasets/refusal.ts";
import { isSequence } from "../features/sets/columns.ts";
import { checkOutputFile, writeOutputFile } from "../node/files/output-file.ts";
import { readFeatureSet } from "../node/sources/read-feature-set.ts";
import { ValueSpool } from "../node/files/value-spool.ts";
import { createPool } from "../node/workers/worker-pool.ts";
import { type RowValues, type TableData, tableData } from "../tables/table-data.ts";
import { formatCsv, noSequences } from "../tables/csv.ts";
import { formatOf, formatTable } from "../tables/table-format.ts";
import { describeSet, listSets } from "./describe-sets.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { command, type RecordingOptions, withRecordingOptions } from "./options/options.ts";
import { finish } from "./terminal/some-failed.ts";
import { countRecordings, tableOfSources, warnStates } from "./table-of-features.ts";
import { pcmOf, type RawOptions, withRawAudio } from "./options/raw-options.ts";
import { chosenSet, setOption } from "./options/training-options.ts";
import { type WindowOptions, windowingOf, withWindows } from "./options/window-options.ts";

interface Options extends RecordingOptions, WindowOptions, RawOptions {
  readonly set?: string;
  readonly output?: string;
  readonly list?: true;
  readonly describe?: string;
}

/** `affekt features`: a table with one row a recording. */
export function featuresCommand(): Command {
  const base = command(
    "features",
    "extract acoustic features into a table, one row a recording or window",
    `affekt features my-recordings/ --set classic -o features.csv
affekt features ravdess --set frames -o frames.parquet
affekt features meeting.mp3 --window 10 --hop 5 -o meeting.npz
arecord -t raw -f S16_LE -r 16000 | affekt features - --rate 16000
affekt features --describe classic`,
  );
  return withRawAudio(withWindows(withRecordingOptions(base)))
    .argument(
      "[source...]",
      "folders, zips, manifests, files or names of corpora; - reads a recording from standard input",
    )
    .addOption(setOption())
    .option(
      "-o, --output <file>",
      "write the table to this file: .csv, .npz (NumPy) or .parquet (default: CSV on standard output)",
    )
    .option("--list", "list the feature sets")
    .option("--describe <set>", "explain every column of a feature set")
    .action(run);
}

async function run(names: readonly string[], options: Options, command: Command): Promise<void> {
  const { list, describe, json = false } = options;
  if (list) print(listSets(json));
  else if (describe !== undefined) print(describeSet(await readFeatureSet(describe), json));
  else if (names.length > 0) await extract(names, options);
  else command.error("error: missing required argument 'source'");
}

async function extract(names: readonly string[], options: Options): Promise<void> {
  const { output, json } = options;
  const set = await chosenSet(options);
  const format = output === undefined ? "csv" : formatOf(output);
  const isWritten = output !== undefined || !json;
  if (isWritten && format === "csv" && set !== undefined && isSequence(set)) throw noSequences();
  if (output !== undefined) await checkOutputFile(output);
  const asked = { set, windowing: windowingOf(options), pcm: pcmOf(options) };
  const pool = createPool(options);
  const spool = await ValueSpool.open(output);
  const extraction = { ...asked, keep: (values: Float32Array) => spool.keep(values) };
  try {
    const table = await interruptible((signal) =>
      tableOfSources(names, extraction, { ...options, pool, signal }),
    );
    const { rows, failed } = table;
    warnStates(rows);
    const data = tableData(table);
    if (output !== undefined) await writeOutputFile(output, formatTable(data, format));
    if (json) await writeOut(summaryOf(table.set.name, data, failed, output));
    else if (output === undefined) await writeOut(formatCsv(data));
    finish(failed, countRecordings(rows));
  } finally {
    await pool.close();
    spool.close();
  }
}

/** What `--json` prints, in parts: the rows themselves where they are not written to a file. */
function* summaryOf(
  set: string,
  { facts, columns, rows, isSequence }: TableData<RowValues>,
  failed: readonly Refusal[],
  output: string | undefined,
): Generator<string> {
  const summary = { set, rows: rows.length, columns, failed };
  if (output !== undefined) {
    yield `${JSON.stringify({ ...summary, output })}\n`;
    return;
  }
  const { rows: _, ...others } = summary;
  yield JSON.stringify(others).replace(/\}$/, ',"rows":[');
  const width = columns.length;
  for (const [i, row] of rows.entries()) {
    const values = Array.from(row.slice(), (value) => Number(value.toPrecision(9)));
    const frames = Array.from({ length: values.length / width }, (_, f) =>
      values.slice(f * width, (f + 1) * width),
    );
    const known = facts.flatMap(({ name, values: own }) =>
      own[i] === "" ? [] : [[name, own[i]] as const],
    );
    const shown = { ...Object.fromEntries(known), values: isSequence ? frames : values };
    yield `${i > 0 ? "," : ""}${JSON.stringify(shown)}`;
  }
  yield "]}\n";
}

/** Writes to standard output no faster than it is read. */
async function writeOut(parts: Iterable<string>): Promise<void> {
  for (const part of parts) {
    if (!process.stdout.write(part)) await once(process.stdout, "drain");
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
