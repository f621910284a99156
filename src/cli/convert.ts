import type { Command } from "commander";
import { checkOutput } from "../node/files/output-check.ts";
import { writeOutputFile } from "../node/files/output-file.ts";
import { FileRanges } from "../node/sources/file-ranges.ts";
import { formatOf, formatTable, parseTable } from "../tables/table-format.ts";
import { command, type CommonOptions } from "./options/options.ts";
import { TABLE_KINDS } from "./options/table-kinds.ts";
import { print, printJson } from "./terminal/output.ts";
import { warn } from "./terminal/warning.ts";

/** `affekt convert`: a feature table in another format. */
export function convertCommand(): Command {
  return command(
    "convert",
    "convert a feature table to CSV, NPZ (NumPy) or Parquet, by the extension of the output",
    "affekt convert features.csv features.parquet",
  )
    .argument("<input>", "table from affekt features, NumPy or pandas")
    .argument("<output>", "output file, .csv, .npz or .parquet")
    .action(run);
}

async function run(input: string, output: string, { json }: CommonOptions): Promise<void> {
  const format = formatOf(output);
  await checkOutput(output, { kind: TABLE_KINDS[format], inputs: [input] });
  await using file = await FileRanges.open(input);
  const table = await parseTable(file, { name: input });
  await writeOutputFile(output, formatTable(table, { format }));
  const { rows, columns, notes } = table;
  for (const note of notes) warn(`${input}: ${note}`);
  if (json) printJson({ input, output, rows: rows.length, columns });
  else print(`wrote ${output}: ${rows.length} rows of ${columns.length} features`);
}
