import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { AffektError } from "../../errors.ts";
import type { Space } from "../../tuning/space/space.ts";
import { fileError, reasonOf } from "../files/file.ts";
import { readJson } from "../files/json-file.ts";

/**
 * The search spaces in a file, one a model: of a single model the file holds its space, of several an object with the spaces by the models'
 * names, of which some may be missing. A `.ts` or `.js` file exports it as `default` or as `space`.
 * @throws {AffektError} `not-found`; `invalid-argument` for a file that holds none.
 */
export async function readSpaces(
  file: string,
  models: readonly string[],
): Promise<(Space | undefined)[]> {
  const content = extname(file) === ".json" ? await readJson(file) : await exportOf(file);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new AffektError(
      "invalid-argument",
      `${file}: must hold a space, an object of parameters`,
    );
  }
  const spaces = content as Readonly<Record<string, object>>;
  if (models.length === 1) return [spaces as Space];
  const stranger = Object.keys(spaces).find((name) => !models.includes(name));
  if (stranger !== undefined) {
    throw new AffektError(
      "invalid-argument",
      `${file}: with several models it must hold a space for each by its name (${models.join(", ")}), found ${stranger}`,
    );
  }
  return models.map((name) => spaces[name] as Space | undefined);
}

async function exportOf(file: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(resolve(file)).href)) as Readonly<
      Record<string, unknown>
    >;
    return module["default"] ?? module["space"];
  } catch (cause) {
    const error = cause as { readonly code?: string };
    if (error.code === "ERR_MODULE_NOT_FOUND")
      throw fileError(Object.assign(new Error(), { code: "ENOENT" }), file);
    throw new AffektError("invalid-argument", `${file}: ${reasonOf(cause)}`, { cause });
  }
}
