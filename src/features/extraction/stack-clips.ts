import { AffektError } from "../../errors.ts";
import { type Matrix, matrixFromRows } from "../../math/linear-algebra/matrix.ts";
import { columnsOf, isSequence } from "../sets/columns.ts";
import type { FeatureSet } from "../sets/definition.ts";

/** To what length sequences are brought unless another is asked for. */
export const DEFAULT_CLIP_SECONDS = 3;

/** The number of frames of a set's sequence in a given time. @throws {AffektError} `invalid-argument` unless it is positive. */
export function framesIn(seconds: number, { sampleRate, framing }: FeatureSet): number {
  if (!(seconds > 0 && Number.isFinite(seconds))) {
    throw new AffektError(
      "invalid-argument",
      `clip length: must be a positive number of seconds, got ${seconds}`,
    );
  }
  return 1 + Math.floor((seconds * sampleRate) / framing.hopLength);
}

/**
 * The features of clips as the rows of a matrix; sequences are brought to one length: the middle of longer ones, zeros after
 * the end of shorter ones, of which `sequences.lengths` tells. @throws {AffektError} `invalid-argument` for a length that is not positive.
 */
export function stackClips(
  clips: readonly Float32Array[],
  set: FeatureSet,
  clipSeconds = DEFAULT_CLIP_SECONDS,
): Matrix {
  if (!isSequence(set)) return matrixFromRows(clips);
  const frames = framesIn(clipSeconds, set);
  const width = columnsOf(set).length;
  const columns = frames * width;
  const data = new Float32Array(clips.length * columns);
  const lengths = new Uint32Array(clips.length);
  for (const [row, values] of clips.entries()) {
    const count = values.length / width;
    const first = Math.max(0, (count - frames) >> 1);
    lengths[row] = Math.min(count, frames);
    data.set(values.subarray(first * width, (first + frames) * width), row * columns);
  }
  return { data, rows: clips.length, columns, sequences: { width, lengths } };
}
