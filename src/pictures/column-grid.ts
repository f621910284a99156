/** The rate that recordings are resampled to before analysis, in Hz: that of librosa's `load`. */
export const ANALYSIS_RATE = 22_050;

/** The length of a frame in samples: librosa's default. */
const FRAME_LENGTH = 2048;

/** The frames of a picture's columns. Column c starts with frame c * framesPerColumn. */
export interface ColumnGrid {
  /** Samples between two frames. */
  readonly hopLength: number;
  readonly framesPerColumn: number;
  /** The scale of the picture, to which the columns are stretched. */
  readonly secondsPerPixel: number;
}

/** The grid of a time span on a number of pixels, with at most one column a pixel. A column is one frame if these are no more than the pixels. */
export function columnGrid(seconds: number, pixels: number): ColumnGrid {
  const samples = seconds * ANALYSIS_RATE;
  const hopLength = samples <= 256 * pixels ? 256 : 512;
  return {
    hopLength,
    framesPerColumn: Math.max(1, Math.ceil(samples / hopLength / pixels)),
    secondsPerPixel: seconds / pixels,
  };
}

/** Consecutive columns of a signal. */
export interface ColumnBlock {
  /** The samples of their frames, padding included. */
  readonly samples: Float32Array;
  /** Each column with its frames in the block, `from` to before `to`. */
  readonly columns: readonly {
    readonly column: number;
    readonly from: number;
    readonly to: number;
  }[];
}

/** Frames that are analysed at once, about a minute, so that memory does not grow with the recording. */
const BLOCK_FRAMES = 2560;

/** The columns of a signal, block by block. The signal is padded with zeros. */
export function* columnBlocks(samples: Float32Array, grid: ColumnGrid): Generator<ColumnBlock> {
  const { hopLength, framesPerColumn } = grid;
  const frames = frameCount(samples.length, grid);
  const perBlock = Math.max(1, Math.floor(BLOCK_FRAMES / framesPerColumn));
  for (let first = 0; first < columnCount(samples.length, grid); first += perBlock) {
    const firstFrame = first * framesPerColumn;
    const count = Math.min(perBlock * framesPerColumn, frames - firstFrame);
    const start = firstFrame * hopLength - FRAME_LENGTH / 2;
    const block = new Float32Array((count - 1) * hopLength + FRAME_LENGTH);
    const offset = Math.max(0, -start);
    block.set(samples.subarray(start + offset, start + block.length), offset);
    const columns = Array.from({ length: Math.ceil(count / framesPerColumn) }, (_, c) => ({
      column: first + c,
      from: c * framesPerColumn,
      to: Math.min((c + 1) * framesPerColumn, count),
    }));
    yield { samples: block, columns };
  }
}

/** The number of columns of a signal. */
export function columnCount(samples: number, grid: ColumnGrid): number {
  return Math.ceil(frameCount(samples, grid) / grid.framesPerColumn);
}

function frameCount(samples: number, { hopLength }: ColumnGrid): number {
  return 1 + Math.floor(samples / hopLength);
}
