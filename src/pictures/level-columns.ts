import { rms } from "../features/spectral/rms.ts";
import { type ColumnGrid, columnBlocks, columnCount } from "./column-grid.ts";

/** The level of each column in dB relative to full scale: the root mean square over its frames. -Infinity for digital silence. */
export function levelColumns(samples: Float32Array, grid: ColumnGrid): Float64Array {
  const { hopLength } = grid;
  const levels = new Float64Array(columnCount(samples.length, grid));
  for (const { samples: block, columns } of columnBlocks(samples, grid)) {
    const { data } = rms(block, { hopLength, center: false });
    for (const { column, from, to } of columns) {
      let sum = 0;
      for (let f = from; f < to; f++) sum += data[f]! * data[f]!;
      levels[column] = 10 * Math.log10(sum / (to - from));
    }
  }
  return levels;
}
