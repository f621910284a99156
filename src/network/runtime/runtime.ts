/** What goes into and comes out of a session; row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Tensors by the names of a graph's inputs or outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A graph that is ready to run. */
export interface Session {
  /**
   * Runs the graph once. Outputs named in `into` are written into the tensors given there,
   * which must have the right shape and must not be among the feeds.
   * Errors: `invalid-argument` for feeds that are missing or of the wrong shape, and where it was released.
   */
  run(feeds: Tensors, into?: Tensors): Promise<Tensors>;
  /** Frees the session's memory; it cannot run afterwards. To call it again does nothing. */
  release(): Promise<void>;
}

/** Options of a session. */
export interface SessionOptions {
  /** Threads inside one operator; default 1, which gives the same result on every run. */
  readonly threads?: number | undefined;
}

/** A runtime, or a way to it that is taken when it is first needed. */
export type RuntimeSource = Runtime | (() => Runtime | Promise<Runtime>);

/** The runtime behind a source. */
export async function resolveRuntime(source: RuntimeSource): Promise<Runtime> {
  return typeof source === "function" ? source() : source;
}

/** Runs ONNX graphs; implemented by a platform and passed in. */
export interface Runtime {
  /** `native` or `web`. */
  readonly name: string;
  /** Makes a session from the bytes of an ONNX model. Errors: `unreadable`; `not-found` where the browser's runtime does not load. */
  createSession(model: Uint8Array, options?: SessionOptions): Promise<Session>;
}
