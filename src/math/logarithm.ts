import { type Block, blocksOf } from "./blocks.ts";
import { kernels } from "./kernels.ts";

/** Numbers that are in the kernels' memory at once. */
const BLOCK_LENGTH = 1 << 18;

/** A linear scale of logarithms. */
export interface LogarithmicScale {
  readonly factor: number;
  readonly offset: number;
  /** The lowest result. */
  readonly floor: number;
}

/**
 * factor * log10(x) - offset for each of the numbers, at least floor. Logarithms are within 1e-12. NaN and numbers below `least`, which
 * is positive and not subnormal, count as `least`.
 * scaleOf: returns the scale for the largest of the numbers and `least`.
 */
export function scaledLogarithms<T extends Float32Array | Float64Array>(
  numbers: T,
  least: number,
  scaleOf: (largest: number) => LogarithmicScale,
): T {
  const result = numbers.slice() as T;
  const isSingle = result instanceof Float32Array;
  const blocks = blocksOf(result.length, BLOCK_LENGTH);
  const k = kernels();
  k.scratch(() => {
    const at = k.allocate((Math.min(result.length, BLOCK_LENGTH) + 1) * result.BYTES_PER_ELEMENT);
    const view = ({ first, end }: Block): Float32Array | Float64Array =>
      isSingle ? k.float32(at, end - first) : k.float64(at, end - first);
    const put = (block: Block): void => view(block).set(result.subarray(block.first, block.end));
    let largest = least;
    for (const block of blocks) {
      put(block);
      const length = block.end - block.first;
      largest = isSingle
        ? k.call.largest32(at, length, largest)
        : k.call.largest64(at, length, largest);
    }
    const { factor, offset, floor } = scaleOf(largest);
    for (const block of blocks) {
      // a single block is there already
      if (blocks.length > 1) put(block);
      const scale = [least, factor, offset, floor] as const;
      const length = block.end - block.first;
      if (isSingle) k.call.scaledLogarithms32(at, length, ...scale, at);
      else k.call.scaledLogarithms64(at, length, ...scale, at);
      result.set(view(block), block.first);
    }
  });
  return result;
}
