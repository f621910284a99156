import { kernels } from "../math/kernels.ts";
import { packMatrix } from "../math/linear-algebra/matmul.ts";
import type { Frames } from "../signal/frames.ts";
import { GRU_WEIGHTS } from "./gru-weights.ts";

const { mels: MELS, hidden: HIDDEN } = GRU_WEIGHTS;
const GATES = 3 * HIDDEN;

/** Places in the kernels' memory: weights as the kernel takes them, and biases. */
interface Network {
  readonly input: number;
  readonly inputBias: number;
  readonly recurrent: number;
  readonly recurrentBias: number;
  readonly dense: number;
}

let network: Network | undefined;

/** A gated recurrent unit (PyTorch's GRU) with a sigmoid on top, which keeps its state from frame to frame. */
export class Gru {
  readonly #network = (network ??= decode());
  readonly #state = new Float32Array(HIDDEN);

  /** The probabilities that follow the values of the next frames. */
  run({ data, count }: Frames): Float32Array {
    const { input, inputBias, recurrent, recurrentBias, dense } = this.#network;
    const weights = [input, inputBias, recurrent, recurrentBias, dense] as const;
    const k = kernels();
    return k.scratch(() => {
      const values = k.copyFloat32(data);
      const state = k.copyFloat32(this.#state);
      const [work, out] = [k.allocate(2 * GATES * 4), k.allocate(count * 4)];
      k.call.gru(values, count, MELS, HIDDEN, ...weights, state, work, out);
      this.#state.set(k.float32(state, HIDDEN));
      return k.float32(out, count).slice();
    });
  }
}

function decode(): Network {
  const weights = new Int8Array(bytesOf(GRU_WEIGHTS.weights).buffer);
  const numbers = floatsOf(bytesOf(GRU_WEIGHTS.numbers));
  let [weightAt, numberAt] = [0, 0];
  const takeNumbers = (count: number): Float32Array =>
    numbers.subarray(numberAt, (numberAt += count));
  /** A matrix [rows, columns]. */
  const take = (rows: number, columns: number): Float32Array => {
    const scales = takeNumbers(rows);
    const values = weights.subarray(weightAt, (weightAt += rows * columns));
    return Float32Array.from(values, (value, i) => value * scales[Math.floor(i / columns)]!);
  };
  const input = take(GATES, MELS);
  const recurrent = take(GATES, HIDDEN);
  const output = take(1, HIDDEN);
  const k = kernels();
  const keep = (matrix: Float32Array, columns: number): number => {
    const { length } = matrix;
    const rows = length / columns;
    const turned = Float32Array.from(
      { length },
      (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]!,
    );
    return k.copyFloat32(packMatrix(turned, [columns, rows], "float32").groups);
  };
  return {
    input: keep(input, MELS),
    recurrent: keep(recurrent, HIDDEN),
    inputBias: k.copyFloat32(takeNumbers(GATES)),
    recurrentBias: k.copyFloat32(takeNumbers(GATES)),
    dense: k.copyFloat32([...output, ...takeNumbers(1)]),
  };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function floatsOf({ buffer, length }: Uint8Array<ArrayBuffer>): Float32Array {
  const view = new DataView(buffer);
  return Float32Array.from({ length: length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}
