import { ortRuntime } from "../network/runtime/ort-runtime.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { warnOnce } from "./workers/warn-once.ts";

let loaded: Promise<Runtime> | undefined;

/**
 * The runtime of Node: `onnxruntime-node`, or the slower `onnxruntime-web` with a word to `warn` where the native
 * package is missing or does not load. Loaded on the first call only.
 */
export function nodeRuntime(warn: (message: string) => void = warnOnce): Promise<Runtime> {
  loaded ??= nativeRuntime().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    warn(
      `onnxruntime-node does not load (${reason}); using the slower onnxruntime-web. "npm install onnxruntime-node" installs it`,
    );
    return webRuntimeInNode();
  });
  return loaded;
}

async function nativeRuntime(): Promise<Runtime> {
  const { default: ort } = await import("onnxruntime-node");
  ort.env.logLevel = "error";
  return ortRuntime("native", ort);
}

/** ONNX Runtime's WebAssembly build in Node, one thread. */
export async function webRuntimeInNode(): Promise<Runtime> {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  return ortRuntime("web", ort);
}
