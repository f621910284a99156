import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Download, Shipped } from "../../corpora/catalog.ts";
import { corporaFolder } from "../cache/cache-folder.ts";

/** The place of a corpus' file, whether it is there or not. */
export function corpusFile({ kind, file }: Pick<Download | Shipped, "kind" | "file">): string {
  return kind === "shipped"
    ? fileURLToPath(new URL(`../../../samples/${file}`, import.meta.url))
    : join(corporaFolder(), file);
}
