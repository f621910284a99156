import { KERNELS } from "./kernels.generated.ts";

/** The functions of assembly/, which take byte offsets into the module's memory, counts and sizes. */
interface Exports {
  memory: WebAssembly.Memory;
  /** Where memory is free from. */
  heapBase: { readonly value: number };
  autocorrelate(
    samples: number,
    frames: number,
    hop: number,
    length: number,
    window: number,
    n: number,
    plan: number,
    data: number,
    spectrum: number,
    lags: number,
    out: number,
  ): void;
  complexFft64(data: number, plan: number): void;
  stft(
    samples: number,
    frames: number,
    hop: number,
    n: number,
    window: number,
    plan: number,
    data: number,
    chunk: number,
    complex: number,
    magnitudes: number,
    stride: number,
  ): void;
  overlapAdd(
    spectrogram: number,
    shares: number,
    stride: number,
    frames: number,
    hop: number,
    n: number,
    window: number,
    plan: number,
    data: number,
    spectrum: number,
    rows: number,
    out: number,
    sum: number,
  ): void;
  normalizeOverlaps(out: number, sum: number, count: number, scale: number): void;
  magnitude(complex: number, count: number, out: number): void;
  medianOverRows(
    data: number,
    rows: number,
    columns: number,
    width: number,
    work: number,
    out: number,
  ): void;
  medianOverColumns(
    data: number,
    rows: number,
    columns: number,
    used: number,
    width: number,
    work: number,
    out: number,
  ): void;
  softMask(a: number, b: number, count: number, out: number): void;
  filterBlocks(
    samples: number,
    blocks: number,
    hop: number,
    n: number,
    plan: number,
    response: number,
    m: number,
    planOut: number,
    skip: number,
    kept: number,
    data: number,
    spectrum: number,
    rows: number,
    out: number,
  ): void;
  interpolate(
    x: number,
    table: number,
    rows: number,
    taps: number,
    phases: number,
    step: number,
    phase: number,
    count: number,
    out: number,
  ): void;
  projectFrames(
    samples: number,
    frames: number,
    hop: number,
    n: number,
    plan: number,
    data: number,
    spectrum: number,
    bands: number,
    count: number,
    weights: number,
    first: number,
    last: number,
    out: number,
  ): void;
  bandPower(
    data: number,
    rows: number,
    columns: number,
    bands: number,
    count: number,
    weights: number,
    out: number,
  ): void;
  meanOfExtremes(
    data: number,
    rows: number,
    columns: number,
    first: number,
    end: number,
    taken: number,
    work: number,
    largest: number,
    smallest: number,
    stride: number,
  ): void;
  flacFrames(
    bytes: number,
    length: number,
    channelCount: number,
    sampleBits: number,
    sampleRate: number,
    wanted: number,
    tables: number,
    coefficients: number,
    samples: number,
    out: number,
    stride: number,
    result: number,
  ): number;
  pcm16ToFloat(
    samples: number,
    count: number,
    channelCount: number,
    out: number,
    stride: number,
  ): void;
  multiply32(a: number, b: number, rows: number, columns: number, k: number, out: number): void;
  multiply64(a: number, b: number, rows: number, columns: number, k: number, out: number): void;
  hashStart(sums: number): void;
  hashStripes(sums: number, data: number, bytes: number): void;
  hashEnd(sums: number, tail: number, total: number): bigint;
  logarithm(values: number, count: number, least: number): void;
  spectralPeaks(
    data: number,
    rows: number,
    columns: number,
    first: number,
    end: number,
    share: number,
    hzPerColumn: number,
    frequencies: number,
    sizes: number,
  ): number;
  viterbiSteps(
    frames: number,
    n: number,
    value: number,
    voiced: number,
    unvoiced: number,
    weights: number,
    width: number,
    first: number,
    norms: number,
    stay: number,
    leave: number,
    floor: number,
    work: number,
    origins: number,
  ): void;
}

/** In which precision a kernel computes: on two numbers at once in `float64`, on four in `float32`. */
export type Precision = "float64" | "float32";

const PAGE = 65536;

/**
 * The WebAssembly kernels with their memory: `allocate` gives bytes that stay, `scratch` a stretch in which everything
 * allocated is given back at its end.
 */
class Kernels {
  readonly call: Exports;
  #top: number;

  constructor() {
    this.call = new WebAssembly.Instance(kernelsModule(), { env: { abort: () => undefined } })
      .exports as object as Exports;
    this.#top = align(this.call.heapBase.value);
  }

  /** A byte offset, aligned to 16, of `bytes` bytes of unknown content. */
  allocate(bytes: number): number {
    const at = this.#top;
    this.#top = align(at + bytes);
    const { memory } = this.call;
    const missing = this.#top - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** Runs `work`, then gives back what it allocated. */
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

  /** Copies values in and returns where they stand. */
  copyFloat32(values: ArrayLike<number>): number {
    const at = this.allocate(values.length * 4);
    this.float32(at, values.length).set(values);
    return at;
  }

  /** Copies values in and returns where they stand. */
  copyUint32(values: ArrayLike<number>): number {
    const at = this.allocate(values.length * 4);
    this.uint32(at, values.length).set(values);
    return at;
  }

  /** Copies values in and returns where they stand. */
  copyFloat64(values: ArrayLike<number>): number {
    const at = this.allocate(values.length * 8);
    this.float64(at, values.length).set(values);
    return at;
  }
}

function align(offset: number): number {
  return (offset + 15) & ~15;
}

let compiled: WebAssembly.Module | undefined;

/** The compiled kernels, to be given to other threads. */
export function kernelsModule(): WebAssembly.Module {
  if (compiled === undefined) {
    const binary = atob(KERNELS);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    compiled = new WebAssembly.Module(bytes);
  }
  return compiled;
}

/** Takes the kernels that another thread has compiled; to be called before anything needs them. */
export function shareKernels(module: WebAssembly.Module): void {
  compiled = module;
}

let instance: Kernels | undefined;

/** The kernels of this thread, compiled at first use. */
export function kernels(): Kernels {
  instance ??= new Kernels();
  return instance;
}
