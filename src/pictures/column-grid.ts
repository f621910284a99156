/** What recordings are resampled to before they are analysed, in Hz: librosa's `load`. */
export const ANALYSIS_RATE = 22_050;

/** Samples a frame, of which each has one in its middle: librosa's default. */
const FRAME_LENGTH = 2048;

/** How frames make the columns of a picture: column c is of the frames from c * framesPerColumn on. */
export interface ColumnGrid {
  /** Samples between two frames. */
  readonly hopLength: number;
  readonly framesPerColumn: number;
  /** Of the picture, to which the columns are stretched. */
  readonly secondsPerPixel: number;
}

/** The grid of so many seconds on so many pixels, of which none has more than one column: a column is one frame where that is enough for all. */
export function columnGrid(seconds: number, pixels: number): ColumnGrid {
  const samples = seconds * ANALYSIS_RATE;
  const hopLength = samples <= 256 * pixels ? 256 : 512;
  return {
    hopLength,
    framesPerColumn: Math.max(1, Math.ceil(samples / hopLength / pixels)),
    secondsPerPixel: seconds / pixels,
  };
}

/** Some columns of a signal. */
export interface ColumnBlock {
  /** What their frames are cut from, without further padding. */
  readonly samples: Float32Array;
  /** Each column with its first frame in the block and the one after its last. */
  readonly columns: readonly {
    readonly column: number;
    readonly from: number;
    readonly to: number;
  }[];
}

/** Frames that are analysed at once: about a minute, so that memory does not grow with a recording's length. */
const BLOCK_FRAMES = 2560;

/** A signal's columns in blocks that hold all of their columns' frames; zeros stand before and after the signal. */
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

/** How many columns so many samples have. */
export function columnCount(samples: number, grid: ColumnGrid): number {
  return Math.ceil(frameCount(samples, grid) / grid.framesPerColumn);
}

function frameCount(samples: number, { hopLength }: ColumnGrid): number {
  return 1 + Math.floor(samples / hopLength);
}
