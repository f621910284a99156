import { AffektError } from "../../errors.ts";
import type { Runtime, Session, Tensor, Tensors } from "./runtime.ts";
import { release } from "../../math/release.ts";
import { yieldToEventLoop } from "../../parallel/event-loop.ts";

/** The part of ONNX Runtime's `Tensor` that Affekt uses. */
export interface OrtTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

type OrtOutputs = Readonly<Record<string, OrtTensor>>;

/** The part of ONNX Runtime's `InferenceSession` that Affekt uses. */
export interface OrtSession<T> {
  readonly outputNames: readonly string[];
  run(feeds: Record<string, T>, fetches: Record<string, T | null>): Promise<OrtOutputs>;
  release(): Promise<void>;
}

/** The part of `onnxruntime-node` and `onnxruntime-web` that Affekt uses. Both have the same interface. */
export interface OrtModule<T> {
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => T;
  readonly InferenceSession: {
    create(model: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<OrtSession<T>>;
  };
}

const ERRORS_ONLY = 3;

/**
 * A runtime on top of an ONNX Runtime package. The native one writes outputs straight into the given arrays. The WebAssembly one has its
 * own memory, from which outputs are copied, and yields now and then to messages, timers and drawing.
 */
export function ortRuntime<T>(name: "native" | "web", ort: OrtModule<T>): Runtime {
  return {
    name,
    async createSession(model, { threads = 1 } = {}) {
      const options = {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: "sequential",
        logSeverityLevel: ERRORS_ONLY,
      };
      try {
        return ortSession(name, ort, await ort.InferenceSession.create(model, options));
      } catch (cause) {
        throw refusal(name, cause);
      }
    },
  };
}

function refusal(name: string, cause: unknown): AffektError {
  const reason = reasonOf(cause);
  return reason.startsWith("no available backend found")
    ? new AffektError(
        "not-found",
        `${name} runtime: its WebAssembly does not load: ${reason}; see wasmPaths`,
        { cause },
      )
    : new AffektError(
        "unreadable",
        `${name} runtime: ONNX Runtime does not take this model: ${reason}`,
        { cause },
      );
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function ortSession<T>(name: string, ort: OrtModule<T>, session: OrtSession<T>): Session {
  const isNative = name === "native";
  const known = new WeakMap<Tensor, T>();
  const wrap = (tensor: Tensor): T => {
    const before = known.get(tensor);
    if (before !== undefined) return before;
    const made = new ort.Tensor("float32", tensor.data, tensor.dims);
    known.set(tensor, made);
    return made;
  };
  const compute = async (feeds: Tensors, into: Tensors): Promise<OrtOutputs> => {
    if (!isNative) await yieldToEventLoop();
    if (released !== undefined) throw new Error("the session was released");
    const inputs: Record<string, T> = {};
    for (const [name, tensor] of Object.entries(feeds)) inputs[name] = wrap(tensor);
    const fetches: Record<string, T | null> = {};
    for (const name of session.outputNames) {
      const target = into[name];
      fetches[name] = target === undefined || !isNative ? null : wrap(target);
    }
    return session.run(inputs, fetches);
  };
  let released: Promise<void> | undefined;
  return {
    async run(feeds, into = {}) {
      const results = await compute(feeds, into).catch((cause: unknown) => {
        const message = `${name} runtime: the graph does not run: ${reasonOf(cause)}`;
        throw new AffektError("invalid-argument", message, { cause });
      });
      const outputs: Record<string, Tensor> = {};
      for (const [name, result] of Object.entries(results)) {
        const target = into[name];
        if (target === undefined) outputs[name] = readTensor(name, result);
        else {
          const { data } = readTensor(name, result);
          if (!isNative) target.data.set(data);
          // the native one gives a copy beside, for which V8 would collect its whole heap every 64 MB
          if (data !== target.data) release([data]);
          outputs[name] = target;
        }
      }
      return outputs satisfies Tensors;
    },
    release: () => (released ??= session.release()),
  };
}

function readTensor(name: string, { data, dims }: OrtTensor): Tensor {
  if (!(data instanceof Float32Array)) throw new TypeError(`output ${name} is not float32`);
  return { data, dims };
}
