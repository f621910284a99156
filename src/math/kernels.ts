import { type KernelExports, KERNELS } from "./kernels.generated.ts";

/** The precision that a kernel computes in: two numbers at once in `float64`, four in `float32`. */
export type Precision = "float64" | "float32";

const PAGE = 65536;

/**
 * The WebAssembly kernels with their memory. `allocate` reserves bytes for good. What is allocated inside `scratch` is freed
 * when it returns.
 */
class Kernels {
  readonly call: KernelExports;
  #top: number;

  constructor() {
    this.call = new WebAssembly.Instance(kernelsModule(), { env: { abort: () => undefined } })
      .exports as object as KernelExports;
    this.#top = align(this.call.heapBase.value);
  }

  /**
   * Reserves bytes, whose content is unknown, and returns their offset, a multiple of 16.
   * @throws {RangeError} when the memory cannot grow.
   */
  allocate(bytes: number): number {
    const at = this.#top;
    const top = align(at + bytes);
    const { memory } = this.call;
    const missing = top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    this.#top = top;
    return at;
  }

  /** Runs `work` and frees what it allocated. */
  scratch<T>(work: () => T): T {
    const top = this.#top;
    try {
      return work();
    } finally {
      this.#top = top;
    }
  }

  /** A view; valid until the next allocation. */
  float32(at: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.call.memory.buffer, at, length);
  }

  /** A view; valid until the next allocation. */
  float64(at: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.call.memory.buffer, at, length);
  }

  /** A view; valid until the next allocation. */
  uint32(at: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.call.memory.buffer, at, length);
  }

  /** A view; valid until the next allocation. */
  uint16(at: number, length: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.call.memory.buffer, at, length);
  }

  /** A view; valid until the next allocation. */
  uint8(at: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.call.memory.buffer, at, length);
  }

  /** Copies values in and returns their offset. */
  copyFloat32(values: ArrayLike<number>): number {
    const at = this.allocate(values.length * 4);
    this.float32(at, values.length).set(values);
    return at;
  }

  /** Copies values in and returns their offset. */
  copyUint32(values: ArrayLike<number>): number {
    const at = this.allocate(values.length * 4);
    this.uint32(at, values.length).set(values);
    return at;
  }

  /** Copies values in and returns their offset. */
  copyFloat64(values: ArrayLike<number>): number {
    const at = this.allocate(values.length * 8);
    this.float64(at, values.length).set(values);
    return at;
  }
}

// The next multiple of 16; offsets may exceed 2^31.
function align(offset: number): number {
  return offset + (-offset & 15);
}

let compiled: WebAssembly.Module | undefined;

/** The compiled kernels; may be sent to other threads. */
export function kernelsModule(): WebAssembly.Module {
  if (compiled === undefined) {
    const binary = atob(KERNELS);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    compiled = new WebAssembly.Module(bytes);
  }
  return compiled;
}

/** Uses kernels that another thread has compiled. Call it before the first use of `kernels`. */
export function shareKernels(module: WebAssembly.Module): void {
  compiled = module;
}

let instance: Kernels | undefined;

/** This thread's kernels, compiled at first use. */
export function kernels(): Kernels {
  instance ??= new Kernels();
  return instance;
}
