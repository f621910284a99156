import { fftPlan } from "../../math/fourier/fft.ts";
import { kernels } from "../../math/kernels.ts";
import { release } from "../../math/release.ts";
import { Interpolator } from "./interpolator.ts";
import type { ResamplingPlan } from "./resampling-plan.ts";

/** Blocks that are filtered before the next ones are copied into the kernels' memory. A multiple of four, which are filtered at once. */
const BLOCKS_AT_ONCE = 32;

/** Samples on their way through a resampling plan: each run takes those that follow the run before. */
export class ResamplingStream {
  readonly #plan: ResamplingPlan;
  readonly #interpolator: Interpolator | undefined;
  /** The samples with which the next block begins. */
  #pending: Float32Array;

  constructor(plan: ResamplingPlan) {
    const { blockIn, blockOut, overlapIn, interpolation } = plan;
    this.#plan = plan;
    let lead = 0;
    if (interpolation !== undefined) {
      // whole samples on both sides of the change of rate that hold the taps before the first output's place
      const before = interpolation.taps / 2 - 1;
      const factor = blockOut / blockIn;
      lead = Math.ceil(before / Math.max(1, factor)) * Math.max(1, 1 / factor);
      this.#interpolator = new Interpolator(interpolation, lead * factor - before);
    }
    this.#pending = new Float32Array(overlapIn + lead);
  }

  /** The number of zeros that flush all samples. */
  get silence(): Float32Array {
    const { blockIn, blockOut, interpolation } = this.#plan;
    const taps = interpolation?.taps ?? 0;
    return new Float32Array(blockIn + Math.ceil((taps * blockIn) / blockOut));
  }

  /** Takes samples, one array after the other, and gives those that are ready. */
  run(parts: readonly Float32Array[]): Float32Array {
    const { blockIn, blockOut, overlapIn, overlapOut, response } = this.#plan;
    const hop = blockIn - 2 * overlapIn;
    const kept = blockOut - 2 * overlapOut;
    const input = [this.#pending, ...parts];
    const length = input.reduce((sum, part) => sum + part.length, 0);
    const blocks = Math.max(0, Math.floor((length - 2 * overlapIn) / hop));
    const interpolator = this.#interpolator;
    const output = new Float32Array(interpolator?.capacity(blocks * kept) ?? blocks * kept);
    let given = 0;
    const [planIn, planOut] = [fftPlan(blockIn, "float32"), fftPlan(blockOut, "float32")];
    const k = kernels();
    k.scratch(() => {
      const most = Math.min(blocks, BLOCKS_AT_ONCE);
      const samples = k.allocate((most * hop + 2 * overlapIn) * 4);
      const responseAt = k.copyFloat32(response);
      const data = k.allocate(Math.max(blockIn, blockOut) * 16);
      const spectrum = k.allocate(Math.max(blockIn, blockOut) * 16 + 32);
      const rows = k.allocate(blockOut * 16);
      const filtered = k.allocate(most * kept * 4);
      for (let first = 0; first < blocks; first += most) {
        const count = Math.min(most, blocks - first);
        copyStretch(input, first * hop, k.float32(samples, count * hop + 2 * overlapIn));
        const change = [planIn, responseAt, blockOut, planOut, overlapOut, kept] as const;
        const work = [data, spectrum, rows, filtered] as const;
        k.call.filterBlocks(samples, count, hop, blockIn, ...change, ...work);
        k.scratch(() => {
          const ready =
            interpolator === undefined
              ? k.float32(filtered, count * kept)
              : interpolator.run(filtered, count * kept);
          output.set(ready, given);
          given += ready.length;
        });
      }
    });
    const before = this.#pending;
    this.#pending = new Float32Array(length - blocks * hop);
    copyStretch(input, blocks * hop, this.#pending);
    release([before]);
    return output.subarray(0, given);
  }
}

/** Fills a target with samples from `start` on of arrays that follow each other. */
function copyStretch(parts: readonly Float32Array[], start: number, target: Float32Array): void {
  let skipped = start;
  let filled = 0;
  for (const part of parts) {
    const piece = part.subarray(skipped, skipped + target.length - filled);
    target.set(piece, filled);
    filled += piece.length;
    skipped = Math.max(0, skipped - part.length);
  }
}
