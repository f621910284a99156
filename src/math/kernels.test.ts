import { describe, expect, test } from "vitest";
import { kernels } from "./kernels.ts";
import { packMatrix } from "./linear-algebra/matmul.ts";
import { Random } from "./statistics/random.ts";

const k = kernels();

function randomValues(count: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: count }, () => random.uniform());
}

/** Running median over a list whose edges are mirrored, the edge repeated, by sorting each stretch. */
function sortedMedians(values: readonly number[], width: number): number[] {
  const n = values.length;
  const reflected = (i: number): number => {
    const at = ((i % (2 * n)) + 2 * n) % (2 * n);
    return values[at < n ? at : 2 * n - 1 - at]!;
  };
  return values.map((_, i) => {
    const stretch = Array.from({ length: width }, (_, j) => reflected(i + j - (width >> 1)));
    return stretch.sort((a, b) => a - b)[width >> 1]!;
  });
}

/** Work space of the median kernels. */
function medianSpace(longest: number, width: number): number {
  return k.allocate(k.call.medianWorkBytes(longest, width));
}

describe.each([1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 61, 101])(
  "running median of width %i",
  (width) => {
    test.each([
      [1, 4],
      [2, 8],
      [7, 4],
      [40, 12],
    ])("over the rows of a %i × %i matrix", (rows, columns) => {
      const data = randomValues(rows * columns, width);
      const result = k.scratch(() => {
        const at = k.copyFloat32(data);
        const out = k.allocate(data.byteLength);
        k.call.medianOverRows(at, rows, columns, width, medianSpace(rows, width), out);
        return k.float32(out, data.length).slice();
      });
      for (let c = 0; c < columns; c++) {
        const column = (values: Float32Array): number[] =>
          [...values].filter((_, i) => i % columns === c);
        expect(column(result)).toEqual(sortedMedians(column(data), width));
      }
    });

    test.each([
      [1, 4, 1],
      [3, 8, 6],
      [4, 36, 33],
      [6, 64, 64],
    ])("over the columns of a %i × %i matrix, %i of them used", (rows, columns, used) => {
      const data = randomValues(rows * columns, width + 100);
      const result = k.scratch(() => {
        const at = k.copyFloat32(data);
        const out = k.allocate(data.byteLength);
        k.call.medianOverColumns(at, rows, columns, used, width, medianSpace(used, width), out);
        return k.float32(out, data.length).slice();
      });
      for (let r = 0; r < rows; r++) {
        const row = (values: Float32Array): number[] => [
          ...values.subarray(r * columns, r * columns + used),
        ];
        expect(row(result)).toEqual(sortedMedians(row(data), width));
      }
    });
  },
);

test("running median where values repeat", () => {
  const data = Float32Array.from({ length: 200 }, (_, i) => ((i >> 2) * 7) % 3);
  const result = k.scratch(() => {
    const at = k.copyFloat32(data);
    const out = k.allocate(data.byteLength);
    k.call.medianOverRows(at, 50, 4, 7, medianSpace(50, 7), out);
    return [...k.float32(out, 200)].filter((_, i) => i % 4 === 0);
  });
  const first = [...data].filter((_, i) => i % 4 === 0);
  expect(result).toEqual(sortedMedians(first, 7));
});

test.each([1, 2, 5, 64])("magnitudes of %i complex numbers", (count) => {
  const values = randomValues(count * 2, count);
  const result = k.scratch(() => {
    const out = k.allocate(count * 4 + 16);
    k.call.magnitude(k.copyFloat32(values), count, out);
    return [...k.float32(out, count)];
  });
  const expected = Array.from({ length: count }, (_, i) =>
    Math.fround(Math.hypot(values[2 * i]!, values[2 * i + 1]!)),
  );
  for (const [i, size] of expected.entries()) expect(result[i]).toBeCloseTo(size, 6);
});

test("soft mask: squares' shares, one half where nothing is, no overflow", () => {
  const a = Float32Array.of(3, 0, 1, 0, 1e30, 1e-30, 1e-39, 2);
  const b = Float32Array.of(4, 1, 0, 0, 1e30, 2e-30, 0, 2);
  const result = k.scratch(() => {
    const at = k.copyFloat32(a);
    k.call.softMask(at, k.copyFloat32(b), a.length, at);
    return [...k.float32(at, a.length)];
  });
  const expected = [9 / 25, 0, 1, 0.5, 0.5, 0.2, 0.5, 0.5];
  for (const [i, share] of expected.entries()) expect(result[i]).toBeCloseTo(share, 6);
});

test.each([2 ** 32, 2 ** 32 + 64, 2 ** 40])("%i bytes are more than the memory holds", (bytes) => {
  const before = k.allocate(16);
  expect(() => k.allocate(bytes)).toThrowError(RangeError);
  expect(k.allocate(16)).toBe(before + 16);
});

test("what a stretch allocates is given back, also when it fails", () => {
  const before = k.allocate(16);
  expect(() =>
    k.scratch(() => {
      k.allocate(1 << 16);
      throw new Error("stop");
    }),
  ).toThrowError("stop");
  expect(k.allocate(16)).toBe(before + 16);
});

test("a gated recurrent unit with a dense layer on top", () => {
  const [frames, inputs, units] = [5, 7, 8];
  const gates = 3 * units;
  const random = new Random(3);
  const values = (count: number): Float32Array =>
    Float32Array.from({ length: count }, () => 2 * random.normal());
  const [data, input, inputBias] = [values(frames * inputs), values(inputs * gates), values(gates)];
  const [recurrent, recurrentBias, dense] = [
    values(units * gates),
    values(gates),
    values(units + 1),
  ];
  const packed = (matrix: Float32Array): number =>
    k.copyFloat32(packMatrix(matrix, [matrix.length / gates, gates], "float32").groups);
  const state = k.copyFloat32(new Float32Array(units));
  const [work, out] = [k.allocate(2 * gates * 4), k.allocate(frames * 4)];
  const layers = [packed(input), k.copyFloat32(inputBias), packed(recurrent)] as const;
  const rest = [k.copyFloat32(recurrentBias), k.copyFloat32(dense), state, work, out] as const;
  k.call.gru(k.copyFloat32(data), frames, inputs, units, ...layers, ...rest);

  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
  const product = (vector: ArrayLike<number>, matrix: Float32Array, bias: Float32Array): number[] =>
    Array.from(bias, (sum, gate) =>
      Array.from(vector).reduce((all, value, i) => all + value * matrix[i * gates + gate]!, sum),
    );
  let held = Array.from({ length: units }, () => 0);
  const probabilities = Array.from({ length: frames }, (_, f) => {
    const fresh = product(data.subarray(f * inputs, (f + 1) * inputs), input, inputBias);
    const kept = product(held, recurrent, recurrentBias);
    held = held.map((old, i) => {
      const reset = sigmoid(fresh[i]! + kept[i]!);
      const update = sigmoid(fresh[units + i]! + kept[units + i]!);
      const candidate = Math.tanh(fresh[2 * units + i]! + reset * kept[2 * units + i]!);
      return (1 - update) * candidate + update * old;
    });
    return sigmoid(held.reduce((sum, value, i) => sum + value * dense[i]!, dense[units]!));
  });
  for (const [f, found] of k.float32(out, frames).entries()) {
    expect(found).toBeCloseTo(probabilities[f]!, 5);
  }
});
