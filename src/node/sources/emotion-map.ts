import { readFileSync } from "node:fs";
import { emotionFromWord } from "../../corpora/emotions.ts";
import { AffektError } from "../../errors.ts";
import { readCsv } from "../../tables/csv/csv-reading.ts";
import { fileError } from "../files/file.ts";

/**
 * Reads a table of two columns: labels as they are written (`found`), and the emotions that they stand for (`canonical`). Without these names the
 * first column is `found`.
 * @throws {AffektError} `not-found`, `unreadable`; those of `readCsv`; `bad-data` for other columns, an empty cell or a label twice.
 */
export function readEmotionMap(file: string): Record<string, string> {
  const { columns, rows } = readCsv(bytesOf(file), file);
  if (columns.length !== 2) {
    throw new AffektError(
      "bad-data",
      `${file}: must have the two columns found and canonical, got ${columns.join(", ")}`,
    );
  }
  const from = Math.max(0, columns.indexOf("found"));
  const map = new Map<string, string>();
  for (const { line, cells } of rows) {
    const [found = "", canonical = ""] = [cells[from], cells[1 - from]];
    if (found === "" || canonical === "") {
      throw new AffektError("bad-data", `${file} line ${line}: a cell is empty`);
    }
    if (map.has(found)) {
      throw new AffektError("bad-data", `${file} line ${line}: ${found} is there twice`);
    }
    map.set(found, emotionFromWord(canonical) ?? canonical);
  }
  return Object.fromEntries(map);
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileError(error, file);
  }
}
