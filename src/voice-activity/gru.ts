import { GRU_WEIGHTS } from "./gru-weights.ts";

const { mels: MELS, hidden: HIDDEN } = GRU_WEIGHTS;

interface Network {
  /** [3 hidden, mels] and [3 hidden, hidden]; reset, update and new gates. */
  readonly input: Float32Array;
  readonly recurrent: Float32Array;
  readonly inputBias: Float32Array;
  readonly recurrentBias: Float32Array;
  readonly output: Float32Array;
  readonly outputBias: number;
}

let network: Network | undefined;

/** A gated recurrent unit (PyTorch's GRU) with a sigmoid on top, which keeps its state from frame to frame. */
export class Gru {
  readonly #network = (network ??= decode());
  readonly #state = new Float32Array(HIDDEN);
  readonly #gates = new Float32Array(3 * HIDDEN);
  readonly #recurrent = new Float32Array(3 * HIDDEN);

  /** The probability that follows the values of the next frame, which begin at `at`. */
  step(data: Float32Array, at: number): number {
    const { input, recurrent, inputBias, recurrentBias, output, outputBias } = this.#network;
    const [state, gates, kept] = [this.#state, this.#gates, this.#recurrent];
    multiply(input, data, at, MELS, inputBias, gates);
    multiply(recurrent, state, 0, HIDDEN, recurrentBias, kept);
    let logit = outputBias;
    for (let i = 0; i < HIDDEN; i++) {
      const reset = sigmoid(gates[i]! + kept[i]!);
      const update = sigmoid(gates[HIDDEN + i]! + kept[HIDDEN + i]!);
      const fresh = Math.tanh(gates[2 * HIDDEN + i]! + reset * kept[2 * HIDDEN + i]!);
      state[i] = (1 - update) * fresh + update * state[i]!;
      logit += output[i]! * state[i]!;
    }
    return sigmoid(logit);
  }
}

/** out = matrix · vector + bias; four rows at once, whose sums do not wait for each other. */
function multiply(
  matrix: Float32Array,
  vector: Float32Array,
  at: number,
  columns: number,
  bias: Float32Array,
  out: Float32Array,
): void {
  for (let row = 0; row < out.length; row += 4) {
    let [a, b, c, d] = [bias[row]!, bias[row + 1]!, bias[row + 2]!, bias[row + 3]!];
    for (let i = 0, m = row * columns; i < columns; i++, m++) {
      const value = vector[at + i]!;
      a += matrix[m]! * value;
      b += matrix[m + columns]! * value;
      c += matrix[m + 2 * columns]! * value;
      d += matrix[m + 3 * columns]! * value;
    }
    out[row] = a;
    out[row + 1] = b;
    out[row + 2] = c;
    out[row + 3] = d;
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function decode(): Network {
  const weights = new Int8Array(bytesOf(GRU_WEIGHTS.weights).buffer);
  const numbers = floatsOf(bytesOf(GRU_WEIGHTS.numbers));
  const rows = 3 * HIDDEN;
  let [weightAt, numberAt] = [0, 0];
  const takeNumbers = (count: number): Float32Array =>
    numbers.subarray(numberAt, (numberAt += count));
  const take = (rows: number, columns: number): Float32Array => {
    const scales = takeNumbers(rows);
    const values = weights.subarray(weightAt, (weightAt += rows * columns));
    return Float32Array.from(values, (value, i) => value * scales[Math.floor(i / columns)]!);
  };
  return {
    input: take(rows, MELS),
    recurrent: take(rows, HIDDEN),
    output: take(1, HIDDEN),
    inputBias: takeNumbers(rows),
    recurrentBias: takeNumbers(rows),
    outputBias: takeNumbers(1)[0]!,
  };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function floatsOf({ buffer, length }: Uint8Array<ArrayBuffer>): Float32Array {
  const view = new DataView(buffer);
  return Float32Array.from({ length: length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}
