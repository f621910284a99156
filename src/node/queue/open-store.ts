import { join } from "node:path";
import { cacheFolder } from "../cache/cache-folder.ts";
import { folderStore } from "./folder-store.ts";
import { s3Store } from "./s3-store.ts";
import type { SharedStore } from "./shared-store.ts";

/** The folder that machines share where none is given: one of the cache, for one machine. */
export function sharedFolder(): string {
  return join(cacheFolder(), "shared");
}

/**
 * The store at a place: a folder, or `s3://bucket/prefix`. Default: a folder in the cache, for one machine.
 * @throws {AffektError} as `s3Store`.
 */
export async function openStore(place = sharedFolder()): Promise<SharedStore> {
  return place.startsWith("s3://") ? s3Store(place) : folderStore(place);
}
