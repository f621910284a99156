import { join } from "node:path";
import { cacheFolder } from "../cache/cache-folder.ts";
import { folderStore } from "./folder-store.ts";
import { s3Store } from "./s3-store.ts";
import type { SharedStore } from "./shared-store.ts";

/**
 * The store at a place: a folder, or `s3://bucket/prefix`. Default: a folder in the cache, for one machine.
 * @throws {AffektError} as `s3Store`.
 */
export async function openStore(place = join(cacheFolder(), "shared")): Promise<SharedStore> {
  return place.startsWith("s3://") ? s3Store(place) : folderStore(place);
}
