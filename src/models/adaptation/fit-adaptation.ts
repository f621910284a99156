import { AffektError } from "../../errors.ts";
import { type Matrix, rowOf, selectRows } from "../../math/matrix.ts";
import { fitScaler, scaleFeatures } from "../inference/standard-scaler.ts";
import { distinctLabels, labelIndices } from "../labels.ts";
import type { LabelledRows } from "../labelled-rows.ts";
import type { SpeakerAdaptation } from "./speaker-adaptation.ts";
import { type SpeakerMeans, speakerMeans } from "./speaker-means.ts";
import { speakerSpread } from "./speaker-spread.ts";

/** Labelled rows and the speaker of each. */
export interface SpokenRows extends LabelledRows {
  readonly speakers: readonly string[];
}

/**
 * Fits what adapts a model to a speaker. `train` gives the parameters of the model trained on scaled rows.
 * @throws {AffektError} `bad-data` for fewer than two speakers.
 */
export async function fitAdaptation(
  { X, y, speakers }: SpokenRows,
  train: (X: Matrix) => Promise<Float32Array>,
): Promise<SpeakerAdaptation> {
  const labels = distinctLabels(y);
  const names = distinctLabels(speakers);
  if (names.length < 2) {
    throw new AffektError(
      "bad-data",
      `adaptation to speakers is learned from at least two training speakers, found ${names.length}; give recordings of more`,
    );
  }
  const classes = [...labelIndices(y, labels)];
  const spoken = [...labelIndices(speakers, names)];
  const means = speakerMeans(X, { classes, speakers: spoken });
  const rest = withoutShifts(X, spoken, means);
  const within = varianceWithin(rest, classes, means);
  const statistics = {
    mean: Float32Array.from(means.mean),
    classMeans: Float32Array.from(means.classMeans),
    within: Float32Array.from(within),
    priors: Float32Array.from(
      labels,
      (_, k) => classes.filter((own) => own === k).length / classes.length,
    ),
    priorClips: clipsOfPrior(within, spoken, means),
  };
  const centredRows = withEqualSpread(rest, spoken, statistics);
  const scaler = fitScaler(centredRows);
  return {
    centred: { scaler, parameters: await train(scaleFeatures(scaler, centredRows)) },
    ...statistics,
  };
}

/** Rows less the mean of all and the shifts of their speakers. */
function withoutShifts(
  X: Matrix,
  speakers: readonly number[],
  { mean, speakerShifts }: SpeakerMeans,
): Matrix {
  const { rows, columns } = X;
  const data = new Float32Array(X.data.length);
  for (let row = 0; row < rows; row++) {
    const shift = speakers[row]! * columns;
    for (const [c, value] of rowOf(X, row).entries()) {
      data[row * columns + c] = value - mean[c]! - speakerShifts[shift + c]!;
    }
  }
  return { data, rows, columns };
}

function varianceWithin(
  rest: Matrix,
  classes: readonly number[],
  { classMeans }: SpeakerMeans,
): Float64Array {
  const { rows, columns } = rest;
  const within = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const own = classes[row]! * columns;
    for (const [c, value] of rowOf(rest, row).entries()) {
      within[c]! += (value - classMeans[own + c]!) ** 2 / rows;
    }
  }
  return within;
}

/** Rows over the spread of their speakers, estimated as a new speaker's is, from clips of all classes. */
function withEqualSpread(
  rest: Matrix,
  speakers: readonly number[],
  statistics: Pick<SpeakerAdaptation, "classMeans" | "within" | "priors">,
): Matrix {
  const { rows, columns } = rest;
  const data = new Float32Array(rest.data.length);
  for (const own of Map.groupBy(speakers.keys(), (row) => speakers[row]!).values()) {
    const spread = speakerSpread(selectRows(rest, own), statistics, {
      shares: statistics.priors,
      few: 0,
    });
    for (const row of own) {
      for (const [c, value] of rowOf(rest, row).entries()) {
        data[row * columns + c] = value / spread[c]!;
      }
    }
  }
  return { data, rows, columns };
}

/**
 * The ratio of the variances within and between speakers, each column in units of its own deviation. The variance of the shifts is
 * larger than that of speakers by what so many clips leave open, which is taken away (the estimator of moments of one-way analysis of variance).
 */
function clipsOfPrior(
  within: Float64Array,
  speakers: readonly number[],
  { speakerShifts }: SpeakerMeans,
): number {
  const columns = within.length;
  const shift = new Float64Array(columns);
  for (const speaker of speakers) {
    for (let c = 0; c < columns; c++) {
      shift[c]! += speakerShifts[speaker * columns + c]! ** 2 / speakers.length;
    }
  }
  const clips = speakers.length / new Set(speakers).size;
  let [inside, between] = [0, 0];
  for (let c = 0; c < columns; c++) {
    const total = within[c]! + shift[c]!;
    if (total === 0) continue;
    inside += within[c]! / total;
    between += Math.max(0, shift[c]! - within[c]! / clips) / total;
  }
  return Math.min(MOST_PRIOR_CLIPS, inside / between);
}

/** Where speakers do not differ, none is adapted to. */
const MOST_PRIOR_CLIPS = 1e6;
