import { kernels } from "../../math/kernels.ts";
import type { Interpolation } from "./resampling-plan.ts";

/** The interpolating filter over a stream of samples. */
export class Interpolator {
  readonly #interpolation: Interpolation;
  /** The samples that outputs to come still need. */
  #pending = new Float32Array(0);
  /** Position of the first tap of the next output: samples from the start of the pending ones, and phases. */
  #index: number;
  #phase = 0;

  /** start: samples before the first tap of the first output. */
  constructor(interpolation: Interpolation, start: number) {
    this.#interpolation = interpolation;
    this.#index = start;
  }

  /** More than a run of `count` samples gives. */
  capacity(count: number): number {
    const { phases, step } = this.#interpolation;
    return Math.ceil(((this.#pending.length + count) * phases) / step) + 1;
  }

  /** Takes `count` samples at `at` in the kernels' memory and gives a view of those that are ready there. To be called within a scratch stretch. */
  run(at: number, count: number): Float32Array {
    const { table, rows, taps, phases, step } = this.#interpolation;
    const k = kernels();
    const before = this.#pending.length;
    const length = before + count;
    const samples = k.allocate(length * 4);
    const view = k.float32(samples, length);
    view.set(this.#pending);
    view.set(k.float32(at, count), before);
    const room = length - taps - this.#index + 1;
    const ready = Math.max(0, Math.ceil((room * phases - this.#phase) / step));
    const tableAt = k.copyFloat32(table);
    const out = k.allocate(ready * 4);
    const start = samples + this.#index * 4;
    const place = [phases, step, this.#phase] as const;
    k.call.interpolate(start, tableAt, rows, taps, ...place, ready, out);
    const passed = this.#phase + ready * step;
    const next = this.#index + Math.floor(passed / phases);
    this.#phase = passed % phases;
    this.#pending = k.float32(samples, length).slice(next);
    this.#index = Math.max(0, next - length);
    return k.float32(out, ready);
  }
}
