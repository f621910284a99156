import type { Frames } from "../signal/frames.ts";
import { magnitude, stft } from "../signal/stft.ts";
import { type ColumnGrid, columnBlocks, columnCount } from "./column-grid.ts";

/** The power spectrogram of a signal, [columns, nFft / 2 + 1]. A column is the mean over its frames. */
export function powerColumns(samples: Float32Array, grid: ColumnGrid): Frames {
  const { hopLength } = grid;
  const count = columnCount(samples.length, grid);
  let data = new Float32Array(0);
  let width = 0;
  for (const { samples: block, columns } of columnBlocks(samples, grid)) {
    const power = magnitude(stft(block, { hopLength, center: false }), { power: 2 });
    width = power.width;
    if (data.length === 0) data = new Float32Array(count * width);
    for (const { column, from, to } of columns) {
      const sums = data.subarray(column * width, (column + 1) * width);
      for (let f = from; f < to; f++) {
        for (let b = 0; b < width; b++) sums[b]! += power.data[f * width + b]! / (to - from);
      }
    }
  }
  return { data, count, width };
}
