import * as ort from "onnxruntime-web/wasm";
import { ortRuntime } from "../network/runtime/ort-runtime.ts";
import type { Runtime } from "../network/runtime/runtime.ts";

/** Options of `webRuntime`. */
export interface WebRuntimeOptions {
  /** The folder of ONNX Runtime's `.wasm` file, ending in `/`. Default: that of the script. */
  readonly wasmPaths?: string;
}

/** The runtime of browsers: ONNX Runtime's WebAssembly build, one thread. */
export function webRuntime({ wasmPaths }: WebRuntimeOptions = {}): Runtime {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
  return ortRuntime("web", ort);
}
