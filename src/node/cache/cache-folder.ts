import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** The folder for what can be made or fetched again: `AFFEKT_CACHE`, else `affekt` in the platform's cache folder (XDG rules on Linux). */
export function cacheFolder(): string {
  const { AFFEKT_CACHE, LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (AFFEKT_CACHE) return resolve(AFFEKT_CACHE);
  if (process.platform === "darwin") return join(homedir(), "Library/Caches/affekt");
  if (process.platform === "win32") {
    return join(LOCALAPPDATA || join(homedir(), "AppData/Local"), "affekt/Cache");
  }
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "affekt");
}

/** The folder of downloaded corpora. */
export function corporaFolder(): string {
  return join(cacheFolder(), "corpora");
}
