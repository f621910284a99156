/** An input or output of a session, row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Tensors by the names of a graph's inputs or outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A graph that is ready to run. */
export interface Session {
  /**
   * Runs the graph once. Outputs named in `into` are written into the tensors given there, which must have the right shape and must
   * not be among the feeds.
   * @throws {AffektError} `invalid-argument` when feeds are missing or of the wrong shape, or the session was released.
   */
  run(feeds: Tensors, into?: Tensors): Promise<Tensors>;
  /** Frees the session's memory. It cannot run afterwards. Further calls do nothing. */
  release(): Promise<void>;
}

/** Options of a session. */
export interface SessionOptions {
  /** Threads inside one operator. Default 1, which gives the same result on every run. */
  readonly threads?: number | undefined;
}

/** A runtime, or a function that gives it when it is first needed. */
export type RuntimeSource = Runtime | (() => Runtime | Promise<Runtime>);

/** Runs ONNX graphs. Each platform implements it and passes it in. */
export interface Runtime {
  /** `native` or `web`. */
  readonly name: string;
  /**
   * Makes a session from the bytes of an ONNX model.
   * @throws {AffektError} `unreadable` when ONNX Runtime refuses the model, `not-found` when the browser's runtime does not load.
   */
  createSession(model: Uint8Array, options?: SessionOptions): Promise<Session>;
}
