// The page of bench/browser.ts: the same networks, trained by Affekt and by TensorFlow.js (a script of the page) on the same thread.
import { CnnClassifier, MlpClassifier, type Matrix } from "../src/entries/browser.ts";

const [COLUMNS, CLASSES] = [193, 8];

/** What to measure: a network on so many rows, for so many epochs. */
export interface Task {
  readonly network: "mlp" | "cnn";
  readonly library: "affekt" | "wasm" | "webgl" | "cpu";
  readonly rows: number;
  readonly epochs: number;
}

/** Milliseconds of a training, compilation included; a first one of one epoch is not counted. */
export async function measure({ network, library, rows, epochs }: Task): Promise<number> {
  const data = Float32Array.from({ length: rows * COLUMNS }, (_, i) => Math.sin(i * i));
  const X: Matrix = { data, rows, columns: COLUMNS };
  const classes = Array.from({ length: rows }, (_, row) => row % CLASSES);
  const fit =
    library === "affekt" ? affekt(network, X, classes) : await peer(library, network, X, classes);
  await fit(1);
  const start = performance.now();
  await fit(epochs);
  return performance.now() - start;
}

type Fit = (epochs: number) => Promise<unknown>;

function affekt(network: Task["network"], X: Matrix, classes: readonly number[]): Fit {
  const y = classes.map(String);
  return network === "mlp"
    ? (maxIter) =>
        new MlpClassifier({
          hiddenLayerSizes: [300],
          batchSize: Math.min(256, X.rows),
          alpha: 0,
          maxIter,
          nIterNoChange: maxIter,
        }).fit(X, y)
    : (epochs) => new CnnClassifier({ dropout: 0 }).fit(X, y, { epochs });
}

async function peer(
  backend: string,
  network: Task["network"],
  { data, rows, columns }: Matrix,
  classes: readonly number[],
): Promise<Fit> {
  tf.wasm.setWasmPaths("/tfjs/");
  if (!(await tf.setBackend(backend))) throw new Error(`no backend ${backend}`);
  const targets = tf.oneHot(tf.tensor1d(classes, "int32"), CLASSES);
  const { layers } = tf;
  const isMlp = network === "mlp";
  const X = isMlp ? tf.tensor(data, [rows, columns]) : tf.tensor(data, [rows, columns, 1]);
  return async (epochs) => {
    const convolution = (filters: number, shape?: readonly number[]): unknown =>
      layers.conv1d({
        filters,
        kernelSize: 5,
        padding: "same",
        activation: "relu",
        ...(shape && { inputShape: shape }),
      });
    const model = tf.sequential({
      layers: isMlp
        ? [
            layers.dense({ units: 300, activation: "relu", inputShape: [columns] }),
            layers.dense({ units: CLASSES, activation: "softmax" }),
          ]
        : [
            convolution(64, [columns, 1]),
            layers.maxPooling1d({ poolSize: 4 }),
            convolution(128),
            layers.maxPooling1d({ poolSize: 4 }),
            convolution(256),
            layers.flatten(),
            layers.dense({ units: CLASSES, activation: "softmax" }),
          ],
    });
    model.compile({ optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy" });
    await model.fit(X, targets, {
      epochs,
      batchSize: isMlp ? 256 : 32,
      yieldEvery: "never",
      verbose: 0,
    });
    model.dispose();
  };
}

interface Peer {
  readonly wasm: { setWasmPaths(folder: string): void };
  setBackend(name: string): Promise<boolean>;
  tensor(data: Float32Array, shape: readonly number[]): unknown;
  tensor1d(data: readonly number[], type: string): unknown;
  oneHot(indices: unknown, depth: number): unknown;
  readonly layers: Readonly<
    Record<"dense" | "conv1d" | "maxPooling1d" | "flatten", (options?: object) => unknown>
  >;
  sequential(options: object): {
    compile(options: object): void;
    fit(X: unknown, y: unknown, options: object): Promise<unknown>;
    dispose(): void;
  };
  readonly train: { adam(rate: number): unknown };
}

declare const tf: Peer;
Object.assign(globalThis, { measure });
