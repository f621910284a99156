import type { Command } from "commander";
import { formatFeatureCsv } from "../corpora/feature-csv.ts";
import { furtherColumns } from "../corpora/further-columns.ts";
import { columnsOf } from "../features/sets.ts";
import { checkOutputFile, writeOutputFile } from "../node/output-file.ts";
import { createPool } from "../node/worker-pool.ts";
import { interruptible } from "./interrupt.ts";
import { command, type RecordingOptions, withRecordingOptions } from "./options.ts";
import { finish } from "./some-failed.ts";
import { tableOfSources, warnStates } from "./table-of-features.ts";
import { setOption } from "./training-options.ts";

interface Options extends RecordingOptions {
  readonly set: string;
  readonly output?: string;
}

/** `affekt features`: a table with one row a recording. */
export function featuresCommand(): Command {
  return withRecordingOptions(
    command(
      "features",
      "extract acoustic features into a table, one row a recording",
      "affekt features my-recordings/ --set classic -o features.csv",
    ),
  )
    .argument("<source...>", "folders, zips, manifests, files or names of corpora")
    .addOption(setOption())
    .option("-o, --output <file>", "write the table as CSV to this file (default: standard output)")
    .action(run);
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const { output, json } = options;
  if (output !== undefined) await checkOutputFile(output);
  const pool = createPool(options);
  try {
    const table = await interruptible((signal) =>
      tableOfSources(names, options.set, { ...options, pool, signal }),
    );
    const { set, rows, failed } = table;
    warnStates(rows);
    if (output !== undefined) await writeOutputFile(output, formatFeatureCsv(table));
    if (json) {
      const facts = { set: set.name, rows: rows.length, columns: columnsOf(set), failed };
      const further = furtherColumns(rows, ["file", "emotion", "speaker", "values"]);
      const values = rows.map(({ path, emotion, speaker, columns = {}, vector }) => ({
        file: path,
        emotion,
        speaker,
        ...Object.fromEntries(
          Object.entries(columns).map(([name, cell]) => [further.get(name), cell]),
        ),
        values: Array.from(vector, (value) => Number(value.toPrecision(9))),
      }));
      print(
        JSON.stringify(output === undefined ? { ...facts, rows: values } : { ...facts, output }),
      );
    } else if (output === undefined) {
      process.stdout.write(formatFeatureCsv(table));
    }
    finish(failed, rows.length);
  } finally {
    await pool.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
