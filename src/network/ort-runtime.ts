import type { Runtime, Session, Tensor, Tensors } from "./runtime.ts";

/** What Affekt uses of a tensor of ONNX Runtime. */
export interface OrtTensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** What Affekt uses of a session of ONNX Runtime. */
export interface OrtSession<T> {
  readonly outputNames: readonly string[];
  run(
    feeds: Record<string, T>,
    fetches: Record<string, T | null>,
  ): Promise<Readonly<Record<string, OrtTensor>>>;
  release(): Promise<void>;
}

/** What Affekt uses of `onnxruntime-node` and `onnxruntime-web`, which share their interface. */
export interface OrtModule<T> {
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => T;
  readonly InferenceSession: {
    create(model: Uint8Array, options: Readonly<Record<string, unknown>>): Promise<OrtSession<T>>;
  };
}

const ERRORS_ONLY = 3;

/**
 * A runtime on top of an ONNX Runtime package. The native one writes outputs straight into arrays that it is
 * given (`bindsOutputs`); the WebAssembly one has a memory of its own, from which they are copied.
 */
export function ortRuntime<T>(name: string, ort: OrtModule<T>, bindsOutputs: boolean): Runtime {
  return {
    name,
    async createSession(model, { threads = 1 } = {}) {
      const session = await ort.InferenceSession.create(model, {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: "sequential",
        logSeverityLevel: ERRORS_ONLY,
      });
      return ortSession(ort, session, bindsOutputs);
    },
  };
}

function ortSession<T>(ort: OrtModule<T>, session: OrtSession<T>, bindsOutputs: boolean): Session {
  const known = new WeakMap<Tensor, T>();
  const wrap = (tensor: Tensor): T => {
    const before = known.get(tensor);
    if (before !== undefined) return before;
    const made = new ort.Tensor("float32", tensor.data, tensor.dims);
    known.set(tensor, made);
    return made;
  };
  return {
    async run(feeds, into = {}) {
      const inputs: Record<string, T> = {};
      for (const [name, tensor] of Object.entries(feeds)) inputs[name] = wrap(tensor);
      const fetches: Record<string, T | null> = {};
      for (const name of session.outputNames) {
        const target = into[name];
        fetches[name] = target === undefined || !bindsOutputs ? null : wrap(target);
      }
      const results = await session.run(inputs, fetches);
      const outputs: Record<string, Tensor> = {};
      for (const [name, result] of Object.entries(results)) {
        const target = into[name];
        if (target === undefined) outputs[name] = readTensor(name, result);
        else {
          if (!bindsOutputs) target.data.set(readTensor(name, result).data);
          outputs[name] = target;
        }
      }
      return outputs satisfies Tensors;
    },
    release: () => session.release(),
  };
}

function readTensor(name: string, { data, dims }: OrtTensor): Tensor {
  if (!(data instanceof Float32Array)) throw new TypeError(`output ${name} is not float32`);
  return { data, dims };
}
