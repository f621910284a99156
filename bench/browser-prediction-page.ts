// The page of bench/browser-prediction.ts.
import "affekt"; // its runtime and encoder are the defaults
import * as ort from "onnxruntime-web/wasm";
import { decodeAudio, loadEncoder, loadModel, setModelFiles } from "affekt/browser";

/** Times in milliseconds. */
export interface Times {
  readonly isolated: boolean;
  /** From the first line to a model that is ready. */
  readonly load: number;
  readonly first: number;
  /** Medians of later clips: all of a prediction; the encoder alone. */
  readonly prediction: number;
  readonly encoder: number;
}

const ROUNDS = 15;

/** Loads the default model and predicts a clip several times. */
async function predict(threads: number): Promise<Times> {
  const start = performance.now();
  setModelFiles({ encoder: "/encoder.onnx", model: "/default.onnx" });
  const model = await loadModel(undefined, { wasmPaths: "/ort/" });
  if (threads > 1) ort.env.wasm.numThreads = threads; // before the runtime starts
  const encoder = await loadEncoder();
  const load = performance.now() - start;
  const audio = await decodeAudio(await (await fetch("/clip.wav")).arrayBuffer());
  const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
    const from = performance.now();
    await work();
    return performance.now() - from;
  };
  const median = async (work: () => Promise<unknown>): Promise<number> => {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) times.push(await timeOf(work));
    return times.toSorted((a, b) => a - b)[ROUNDS >> 1]!;
  };
  const first = await timeOf(() => model.predictAudio(audio));
  const prediction = await median(() => model.predictAudio(audio));
  const samples = Float32Array.from({ length: 60_000 }, (_, i) => Math.sin(i ** 1.2) / 4);
  return {
    isolated: globalThis.crossOriginIsolated,
    load,
    first,
    prediction,
    encoder: await median(() => encoder.encode(samples)),
  };
}

Object.assign(globalThis, { predict });
