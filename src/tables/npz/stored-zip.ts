import { Zip, ZipPassThrough } from "fflate";

// a zip of a later date would differ from one run to the next
const MTIME = new Date(1980, 0, 2);

/** A file in a zip, whose bytes are made as they are asked for. */
type ZippedFile = readonly [
  name: string,
  parts: Iterable<Uint8Array> & { readonly byteLength: number },
];

/** The overhead of a file in a zip, in bytes: a local header of 30 bytes, a descriptor of 16, an entry of 46 in the directory, and its name twice. */
const ENTRY_BYTES = 30 + 16 + 46;
const END_BYTES = 22;

/** The size of `storedZip` in bytes. */
export function zipSize(files: readonly ZippedFile[]): number {
  const encoder = new TextEncoder();
  return files.reduce(
    (sum, [name, { byteLength }]) =>
      sum + ENTRY_BYTES + 2 * encoder.encode(name).length + byteLength,
    END_BYTES,
  );
}

/** A zip, not compressed, in parts: the files come one after the other, each in parts, and none is held. */
export function* storedZip(files: readonly ZippedFile[]): Generator<Uint8Array> {
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
