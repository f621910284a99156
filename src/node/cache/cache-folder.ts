import { join, resolve } from "node:path";
import envPaths from "env-paths";

/** The folder for what can be made or fetched again: `AFFEKT_CACHE`, else `affekt` in the platform's cache folder (XDG rules on Linux). */
export function cacheFolder(): string {
  const { AFFEKT_CACHE } = process.env;
  return AFFEKT_CACHE ? resolve(AFFEKT_CACHE) : envPaths("affekt", { suffix: "" }).cache;
}

/** Where downloaded corpora are kept. */
export function corporaFolder(): string {
  return join(cacheFolder(), "corpora");
}
