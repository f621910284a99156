import * as ort from "onnxruntime-web/wasm";
import { ortRuntime } from "../network/runtime/ort-runtime.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { withRetries } from "./wasm-download.ts";

/** Options of `webRuntime`. */
export interface WebRuntimeOptions {
  /** The folder of ONNX Runtime's `.wasm` file, ending in `/`. Default: that of the script. */
  readonly wasmPaths?: string | undefined;
}

/** The runtime of browsers: ONNX Runtime's WebAssembly build, one thread. */
export function webRuntime({ wasmPaths }: WebRuntimeOptions = {}): Runtime {
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  if (wasmPaths !== undefined) ort.env.wasm.wasmPaths = wasmPaths;
  return withRetries(ortRuntime("web", ort), placeOf);
}

/** The address of ONNX Runtime's module in the folder that was set last. */
function placeOf(address: string): string {
  const { wasmPaths } = ort.env.wasm;
  return typeof wasmPaths === "string" ? wasmPaths + address.replace(/^.*\//, "") : address;
}

/** The settings of the last call of `webRuntime`. */
export function webRuntimeSettings(): WebRuntimeOptions {
  const { wasmPaths } = ort.env.wasm;
  return typeof wasmPaths === "string" ? { wasmPaths } : {};
}
