import { Zip, ZipPassThrough } from "fflate";

// a zip of a later date would differ from one run to the next
const MTIME = new Date(1980, 0, 2);

/** A zip, not compressed, in parts: the files come one after the other, each in parts, and none is held. */
export function* storedZip(
  files: Iterable<readonly [name: string, parts: Iterable<Uint8Array>]>,
): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, part) => {
    if (error) throw error;
    ready.push(part);
  });
  for (const [name, parts] of files) {
    const file = new ZipPassThrough(name);
    file.mtime = MTIME;
    zip.add(file);
    for (const part of parts) {
      file.push(part);
      yield* ready.splice(0);
    }
    file.push(new Uint8Array(0), true);
  }
  zip.end();
  yield* ready;
}
