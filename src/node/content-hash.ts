import { ContentHash } from "../math/content-hash.ts";

/** What tells recordings apart by what is heard: a hash of mono samples. */
export function hashOfSamples(samples: Float32Array): string {
  return new ContentHash().update(samples).digest();
}

/** What tells files apart: a hash of their bytes. */
export function hashOfBytes(bytes: Uint8Array): string {
  return new ContentHash().update(bytes).digest();
}
