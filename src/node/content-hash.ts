import { hash } from "node:crypto";

/** What tells recordings apart by what is heard: a hash of mono samples, in hexadecimal. */
export function hashOfSamples(samples: Float32Array): string {
  return hash("sha1", new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
}

/** What tells files apart: a hash of their bytes, in hexadecimal. */
export function hashOfBytes(bytes: Uint8Array): string {
  return hash("sha1", bytes);
}
