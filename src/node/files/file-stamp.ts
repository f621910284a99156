import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Stamp } from "../../corpora/recording.ts";

/** Younger files may be written again without another time, on file systems that count whole or even seconds. */
const SETTLED_MS = 3000;

/**
 * What a file is known again by: its length, inode and the times of its last changes, as make and Git do it; the time of its last change of
 * any kind cannot be set by hand. Undefined for a file that cannot be looked at, or that was changed within the last three seconds.
 */
export function fileStamp(path: string): Stamp | undefined {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    const changed = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
    if (changed > Date.now() - SETTLED_MS) return undefined;
    return { place: resolve(path), state: [dev, ino, size, mtimeNs, ctimeNs].join(" ") };
  } catch {
    return undefined; // to read it will say why
  }
}
