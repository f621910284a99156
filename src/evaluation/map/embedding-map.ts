import type { LabelledClips } from "../../datasets/labelled-clips.ts";
import { type Matrix, rowOf, rowShape } from "../../math/linear-algebra/matrix.ts";
import { Random } from "../../math/statistics/random.ts";
import type { EmbeddingMap, MapPoint } from "../result.ts";
import { principalComponents } from "./principal-components.ts";
import { tSne } from "./t-sne.ts";

/** Clips that a map shows at most: all pairs of them are compared. */
const MOST_CLIPS = 600;
const COMPONENTS = 30;

/**
 * A map of clips by their features, whatever any model makes of them: each column standardised, the frames of a sequence averaged, reduced to 30
 * principal components and laid out by t-SNE. Of many clips 600 are shown, drawn by `seed`.
 */
export function embeddingMap(
  { set, X, clips }: LabelledClips,
  seed: number,
): EmbeddingMap | undefined {
  if (clips.length < 10) return undefined;
  const order = Random.of(seed, "map", 0).shuffle([...clips.keys()]);
  const shown = order.slice(0, MOST_CLIPS).sort((a, b) => a - b);
  const vectors = standardized(X, shown);
  const coordinates = principalComponents(vectors, COMPONENTS);
  const map = tSne(coordinates, coordinates.length / shown.length);
  const largest = map.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  return {
    set: set.name,
    method: `t-SNE of ${coordinates.length / shown.length} principal components of the features`,
    points: shown.map((i, at): MapPoint => {
      const { emotion, speakerId, corpus, sex } = clips[i]!;
      return {
        x: round(map[2 * at]! / largest),
        y: round(map[2 * at + 1]! / largest),
        emotion,
        ...(speakerId !== undefined && { speaker: speakerId }),
        ...(corpus !== undefined && { corpus }),
        ...(sex !== undefined && { sex }),
      };
    }),
  };
}

function round(value: number): number {
  return Math.round(1000 * value) / 1000;
}

function standardized(X: Matrix, rows: readonly number[]) {
  const width = rowShape(X).at(-1)!;
  const data = new Float64Array(rows.length * width);
  for (const [r, row] of rows.entries()) {
    const frames = X.sequences?.lengths[row] ?? 1;
    const values = rowOf(X, row);
    for (let i = 0; i < frames * width; i++) {
      data[r * width + (i % width)]! += values[i]! / Math.max(1, frames);
    }
  }
  for (let c = 0; c < width; c++) {
    let [sum, squares] = [0, 0];
    for (let i = c; i < data.length; i += width) sum += data[i]!;
    const mean = sum / rows.length;
    for (let i = c; i < data.length; i += width) squares += (data[i]! - mean) ** 2;
    const deviation = Math.sqrt(squares / rows.length);
    for (let i = c; i < data.length; i += width) {
      data[i] = deviation === 0 ? 0 : (data[i]! - mean) / deviation;
    }
  }
  return { data, rows: rows.length, columns: width };
}
