import { createReadStream, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { extname } from "node:path";
import { csvParseRows } from "d3-dsv";
import { parseTable } from "../../tables/table-format.ts";
import type { TableData } from "../../tables/table-data.ts";
import { readBytes } from "../files/file.ts";

/**
 * The feature table in a file, if it is one: what ends in `.npz` or `.parquet`, and CSV that has a column `file` and none named
 * `path`, which makes a manifest. Errors: as `parseTable`, `not-found`.
 */
export async function readTableFile(file: string): Promise<TableData | undefined> {
  return (await isTableFile(file)) ? parseTable(await readBytes(file), file) : undefined;
}

async function isTableFile(file: string): Promise<boolean> {
  const ending = extname(file).toLowerCase();
  if (![".npz", ".parquet", ".csv"].includes(ending)) return false;
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  return ending !== ".csv" || isTableHeader(await firstLine(file));
}

function isTableHeader(line: string): boolean {
  const [columns = []] = csvParseRows(line);
  return columns.includes("file") && !columns.includes("path");
}

async function firstLine(file: string): Promise<string> {
  const lines = createInterface({ input: createReadStream(file, { encoding: "utf8" }) });
  for await (const line of lines) return line;
  return "";
}
