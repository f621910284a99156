import type { Command } from "commander";
import { readBytes } from "../node/files/file.ts";
import { checkOutputFile, writeOutputFile } from "../node/files/output-file.ts";
import { formatOf, formatTable, parseTable } from "../tables/table-format.ts";
import { command, type CommonOptions } from "./options/options.ts";

/** `affekt convert`: a feature table in another format. */
export function convertCommand(): Command {
  return command(
    "convert",
    "write a feature table in another format: CSV, NPZ (NumPy) or Parquet, told by the file's ending",
    "affekt convert features.csv features.parquet",
  )
    .argument("<input>", "a table as affekt features writes it, or as numpy and pandas do")
    .argument("<output>", "a file ending in .csv, .npz or .parquet")
    .action(run);
}

async function run(input: string, output: string, { json }: CommonOptions): Promise<void> {
  const format = formatOf(output);
  await checkOutputFile(output);
  const table = await parseTable(await readBytes(input), input);
  await writeOutputFile(output, formatTable(table, format));
  const { rows, columns } = table;
  process.stdout.write(
    json
      ? `${JSON.stringify({ input, output, rows: rows.length, columns })}\n`
      : `wrote ${output}: ${rows.length} rows of ${columns.length} features\n`,
  );
}
