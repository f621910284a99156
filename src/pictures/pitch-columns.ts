import { pyin } from "../features/pitch/pyin.ts";
import { ANALYSIS_RATE, type ColumnGrid, columnBlocks, columnCount } from "./column-grid.ts";

/** The range of spoken and sung voices in Hz: C2 to C6. */
const RANGE = { fmin: 65.4, fmax: 1046.5 };

/** The pitch of each column: quartiles over its voiced frames, NaN without any. */
export interface PitchColumns {
  /** In Hz. */
  readonly low: Float64Array;
  readonly median: Float64Array;
  readonly high: Float64Array;
  /** The share of voiced frames. */
  readonly voicing: Float64Array;
}

/** The fundamental frequency of a signal by pYIN. */
export function pitchColumns(samples: Float32Array, grid: ColumnGrid): PitchColumns {
  const { hopLength } = grid;
  const count = columnCount(samples.length, grid);
  const [low, median, high, voicing] = Array.from({ length: 4 }, () => new Float64Array(count));
  const pitch = { low: low!, median: median!, high: high!, voicing: voicing! };
  for (const { samples: block, columns } of columnBlocks(samples, grid)) {
    const options = { ...RANGE, hopLength, center: false };
    const { f0 } = pyin(block, { sampleRate: ANALYSIS_RATE, ...options });
    for (const { column, from, to } of columns) {
      const voiced = f0
        .subarray(from, to)
        .filter((hz) => !Number.isNaN(hz))
        .sort();
      const at = (share: number): number => voiced[Math.round(share * (voiced.length - 1))] ?? NaN;
      pitch.low[column] = at(0.25);
      pitch.median[column] = at(0.5);
      pitch.high[column] = at(0.75);
      pitch.voicing[column] = voiced.length / (to - from);
    }
  }
  return pitch;
}
