import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { AffektError } from "../errors.ts";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
const BUILT = join(PACKAGE, "dist/web");
/** Lists the files of the page that are in the package already, or in one that it depends on. */
const ELSEWHERE = "elsewhere.json";

/** The files of the web page by their paths in the site, such as `index.html`; none where it has not been built. */
export function webPageFiles(built = BUILT): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  if (!existsSync(join(built, ELSEWHERE))) return files;
  for (const entry of readdirSync(built, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === ELSEWHERE) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(relative(built, file).replaceAll(sep, "/"), file);
  }
  const elsewhere = JSON.parse(readFileSync(join(built, ELSEWHERE), "utf8")) as Readonly<
    Record<string, string>
  >;
  const { resolve } = createRequire(import.meta.url);
  for (const [path, place] of Object.entries(elsewhere)) {
    files.set(path, place.startsWith("models/") ? join(PACKAGE, place) : resolve(place));
  }
  return files;
}

/**
 * Copies the web page to a folder, as static files for any web server; returns their number.
 * @throws {AffektError} `not-found` where the package has not been built; `cannot-write`.
 */
export async function writeWebPage(folder: string, built = BUILT): Promise<number> {
  const files = webPageFiles(built);
  if (files.size === 0) {
    throw new AffektError("not-found", `${built}: the page is not built; run npm run build`);
  }
  try {
    for (const [path, file] of files) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await cp(file, target);
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError("cannot-write", `${folder}: ${reason}`, { cause });
  }
  return files.size;
}
