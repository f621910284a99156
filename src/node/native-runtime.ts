import { AffektError } from "../errors.ts";
import { ortRuntime } from "../network/runtime/ort-runtime.ts";
import type { Runtime } from "../network/runtime/runtime.ts";
import { disableTelemetry } from "./telemetry.ts";
import { warnOnce } from "./workers/warn-once.ts";

/** Options of `nodeRuntime`. */
export interface NodeRuntimeOptions {
  /** Called where the native runtime cannot be used; default: a line on standard error. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

let loaded: Promise<Runtime> | undefined;

/**
 * The runtime of Node: `onnxruntime-node`, loaded on the first call, with its telemetry switched off. Where the package does not load, or the
 * telemetry cannot be switched off, it is the slower `onnxruntime-web`, with a line to `onWarning`.
 */
export function nodeRuntime({ onWarning = warnOnce }: NodeRuntimeOptions = {}): Promise<Runtime> {
  loaded ??= loadRuntime(onWarning);
  return loaded;
}

async function loadRuntime(warn: (message: string) => void): Promise<Runtime> {
  if (!disableTelemetry()) {
    warn(
      "onnxruntime-node would send telemetry from this thread, which cannot switch it off; using the slower onnxruntime-web. Import affekt in the main thread first, or set ORT_DISABLE_TELEMETRY=1 for the process",
    );
    return webRuntimeInNode();
  }
  if (!isRealmOfNode()) {
    warn(
      "onnxruntime-node does not work in a context of its own, such as Jest's; using the slower onnxruntime-web",
    );
    return webRuntimeInNode();
  }
  try {
    return await nativeRuntime();
  } catch (error) {
    const web = await webRuntimeInNode();
    const reason = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    warn(
      `onnxruntime-node does not load (${reason}); using the slower onnxruntime-web. "npm install onnxruntime-node" installs it`,
    );
    return web;
  }
}

/** Whether native code makes typed arrays that are `instanceof` those here. */
function isRealmOfNode(): boolean {
  return Buffer.prototype instanceof Object.getPrototypeOf(Float32Array);
}

async function nativeRuntime(): Promise<Runtime> {
  const { default: ort } = await import("onnxruntime-node");
  ort.env.logLevel = "error";
  return ortRuntime("native", ort);
}

/** ONNX Runtime's WebAssembly build in Node, one thread. @throws {AffektError} `not-found` where the package is not installed. */
export async function webRuntimeInNode(): Promise<Runtime> {
  const ort = await import("onnxruntime-web").catch((cause: unknown) => {
    throw new AffektError(
      "not-found",
      "no ONNX Runtime is installed, which computes models; npm install onnxruntime-node (fast), or onnxruntime-web",
      { cause },
    );
  });
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  return ortRuntime("web", ort);
}
