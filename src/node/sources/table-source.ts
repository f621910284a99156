import { statSync } from "node:fs";
import { extname } from "node:path";
import { looksLikeTable } from "../../tables/csv/looks-like-table.ts";
import type { FeatureSet } from "../../features/sets/definition.ts";
import type { ReadContext, ReadTable } from "../../tables/read-table.ts";
import { parseTable } from "../../tables/table-format.ts";
import { FileRanges } from "./file-ranges.ts";

/**
 * The feature table in a file, if it is one: NPZ, Parquet, and CSV whose columns are features rather than a manifest's. `wanted` is the feature set that
 * the user asked for.
 *
 * @throws {AffektError} as `parseTable` does. not-found
 */
export async function readTableFile(
  file: string,
  wanted?: FeatureSet,
): Promise<ReadTable | undefined> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  await using ranges = await FileRanges.open(file);
  if (!(await isTable(ranges, { name: file, wanted }))) return undefined;
  return await parseTable(ranges, { name: file, set: wanted });
}

async function isTable(ranges: FileRanges, context: ReadContext): Promise<boolean> {
  const ending = extname(context.name).toLowerCase();
  if (ending === ".npz" || ending === ".parquet") return true;
  const magic = Buffer.from(await ranges.slice(0, 4)).toString("latin1");
  if (magic === "PAR1") return true;
  const isText = (ending === ".csv" || ending === ".tsv") && !magic.startsWith("PK");
  return isText && looksLikeTable(ranges, context);
}
