import type { Command } from "commander";
import type { Problem } from "../corpora/problem.ts";
import { checkNotEmpty, collectRows } from "../datasets/feature-table.ts";
import { isSequence } from "../features/sets/columns.ts";
import { extractPlan, planExtraction } from "../node/feature-table.ts";
import { checkOutput } from "../node/files/output-check.ts";
import { writeOutputFile } from "../node/files/output-file.ts";
import { ValueSpool } from "../node/files/value-spool.ts";
import { readFeatureSet } from "../node/sources/read-feature-set.ts";
import { openSources } from "../node/sources/sources.ts";
import { formatCsv, noSequences } from "../tables/csv/csv-writing.ts";
import { openPool, type PoolOptions, withQueue } from "./options/pool-options.ts";
import { type RowValues, type TableData, tableData } from "../tables/table-data.ts";
import { formatOf, formatTable } from "../tables/table-format.ts";
import { describeSet, listSets } from "./describe-sets.ts";
import {
  command,
  labelOptionsOf,
  type RecordingOptions,
  withLabelOptions,
  withRecordingOptions,
} from "./options/options.ts";
import { pcmOf, type RawOptions, withRawAudio } from "./options/raw-options.ts";
import { TABLE_KINDS } from "./options/table-kinds.ts";
import { setOption } from "./options/set-option.ts";
import { windowingOf } from "../features/extraction/cutter.ts";
import { type WindowOptions, withWindows } from "./options/window-options.ts";
import { countRecordings, sizeOf, warnOddities, warnStates } from "./table-of-features.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { print, writeData } from "./terminal/output.ts";
import { Progress } from "./terminal/progress.ts";
import { throwIfFailed } from "./terminal/throw-if-failed.ts";
import { say, warn } from "./terminal/warning.ts";

interface Options extends RecordingOptions, WindowOptions, RawOptions, PoolOptions {
  readonly set?: string;
  readonly output?: string;
  readonly list?: true;
  readonly describe?: string;
}

/** `affekt features`: extracts features into a table. */
export function featuresCommand(): Command {
  const base = command(
    "features",
    "extract acoustic features into a table, one row per recording, window or segment",
    `affekt features my-recordings/ --set classic -o features.csv
affekt features ravdess --set frames -o frames.parquet
affekt features meeting.mp3 --window 10 --hop 5 -o meeting.npz
arecord -t raw -f S16_LE -r 16000 | affekt features - --rate 16000
affekt features --describe classic`,
  );
  return withQueue(withRawAudio(withWindows(withLabelOptions(withRecordingOptions(base)))))
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
    .option("--describe <set>", "describe each column of a feature set")
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
  const { output, json, cache, channel } = options;
  const set = options.set === undefined ? undefined : await readFeatureSet(options.set);
  const format = output === undefined ? "csv" : formatOf(output);
  const isWritten = output !== undefined || !json;
  if (isWritten && format === "csv" && set !== undefined && isSequence(set)) throw noSequences();
  if (output !== undefined) await checkOutput(output, { kind: TABLE_KINDS[format], inputs: names });
  const windowing = windowingOf(options);
  const pcm = pcmOf(options);
  const sources = await openSources(names, { ...labelOptionsOf(options), set });
  const pool = await openPool(options);
  const spool = await ValueSpool.open(output);
  const progress = new Progress("features");
  try {
    const plan = planExtraction(sources, { set, windowing, channel, pcm });
    const collected = await interruptible((signal) =>
      collectRows(
        extractPlan(plan, {
          pool,
          cache,
          signal,
          onProgress: (done, all) => progress.show(done, all),
          onWarning: warn,
        }),
        (values) => spool.write(values),
      ),
    );
    checkNotEmpty(collected);
    const { rows, failed } = collected;
    progress.end(`${sizeOf(rows)}, ${plan.extraction.set.name}`);
    for (const note of sources.notes) say(note);
    warnOddities(sources.problems, rows);
    warnStates(rows);
    const data = tableData({ set: plan.extraction.set, rows });
    if (output !== undefined) await writeOutputFile(output, formatTable(data, { format }));
    if (json) await writeData(summaryOf(plan.extraction.set.name, data, failed, output));
    else if (output === undefined) await writeData(formatCsv(data));
    throwIfFailed(failed, countRecordings(rows));
  } finally {
    spool.close();
    await pool.close();
    await sources.close();
  }
}

/** The JSON that `--json` prints, in parts: with the rows themselves where they are not written to a file. */
function* summaryOf(
  set: string,
  { metadata, columns, rows, isSequence }: TableData<RowValues>,
  failed: readonly Problem[],
  output: string | undefined,
): Generator<string> {
  if (output !== undefined) {
    yield `${JSON.stringify({ set, rows: rows.length, columns, failed, output })}\n`;
    return;
  }
  const start = Object.entries({ set, columns, failed });
  yield `{${start.map(([name, value]) => `"${name}":${JSON.stringify(value)}`).join()},"rows":[`;
  const width = columns.length;
  for (const [i, row] of rows.entries()) {
    const values = Array.from(row.slice(), (value) => Number(value.toPrecision(9)));
    const frames = Array.from({ length: values.length / width }, (_, f) =>
      values.slice(f * width, (f + 1) * width),
    );
    const known = metadata.flatMap(({ name, values: own }) =>
      own[i] === "" ? [] : [[name, own[i]] as const],
    );
    const shown = { ...Object.fromEntries(known), values: isSequence ? frames : values };
    yield `${i > 0 ? "," : ""}${JSON.stringify(shown)}`;
  }
  yield "]}\n";
}
