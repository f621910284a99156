import { kernels } from "./kernels.ts";

const STRIPE = 32;
/** Bytes that are copied into the kernels' memory at once. */
const PIECE = 1 << 16;

/**
 * The 64-bit xxHash (XXH64) of content that comes in pieces of any length. Among a million recordings, two share a hash by chance with
 * a probability of 3e-8. It is no protection against forgery.
 */
export class ContentHash {
  readonly #sums = new Uint8Array(STRIPE);
  readonly #tail = new Uint8Array(STRIPE);
  #total = 0;

  constructor() {
    const k = kernels();
    k.scratch(() => {
      const sums = k.allocate(STRIPE);
      k.call.hashStart(sums);
      this.#sums.set(k.uint8(sums, STRIPE));
    });
  }

  /** Adds bytes, or samples as they are in memory. */
  update(values: Uint8Array | Float32Array): this {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const k = kernels();
    k.scratch(() => {
      const sums = k.allocate(STRIPE);
      const data = k.allocate(PIECE + STRIPE);
      k.uint8(sums, STRIPE).set(this.#sums);
      for (let at = 0; at < bytes.length; at += PIECE) {
        const piece = bytes.subarray(at, at + PIECE);
        const held = this.#total % STRIPE;
        const view = k.uint8(data, held + piece.length);
        view.set(this.#tail.subarray(0, held));
        view.set(piece, held);
        const whole = view.length - (view.length % STRIPE);
        k.call.hashStripes(sums, data, whole);
        this.#tail.set(view.subarray(whole));
        this.#total += piece.length;
      }
      this.#sums.set(k.uint8(sums, STRIPE));
    });
    return this;
  }

  /** The hash of the content so far: 16 hexadecimal digits. */
  digest(): string {
    const k = kernels();
    return k.scratch(() => {
      const sums = k.allocate(STRIPE);
      const tail = k.allocate(STRIPE);
      k.uint8(sums, STRIPE).set(this.#sums);
      k.uint8(tail, STRIPE).set(this.#tail);
      const hash = k.call.hashEnd(sums, tail, this.#total);
      return BigInt.asUintN(64, hash).toString(16).padStart(16, "0");
    });
  }
}

/** The hash of bytes, or of samples as they are in memory. */
export function contentHash(values: Uint8Array | Float32Array): string {
  return new ContentHash().update(values).digest();
}
