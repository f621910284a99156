import { AffektError } from "../../errors.ts";
import { groupBy } from "../../group-by.ts";
import { type Matrix, rowOf, selectRows } from "../../math/linear-algebra/matrix.ts";
import { fitScaler, scaleFeatures } from "../inference/standard-scaler.ts";
import { distinctLabels, labelIndices } from "../labels.ts";
import type { LabelledRows } from "../labelled-rows.ts";
import type { SpeakerAdaptation } from "./speaker-adaptation.ts";
import { type SpeakerMeans, speakerMeans } from "./speaker-means.ts";
import { speakerSpread } from "./speaker-spread.ts";

/** Labelled rows and the speaker of each. */
export interface SpokenRows extends LabelledRows {
  readonly speakers: readonly (string | undefined)[];
}

/**
 * Fits what adapts a model to a speaker. `train` gives the parameters of the model trained on scaled rows.
 * @throws {AffektError} `bad-data` for fewer than two speakers, or where one is not known.
 */
export async function fitAdaptation(
  { X, y, speakers }: SpokenRows,
  train: (X: Matrix) => Promise<Float32Array>,
): Promise<SpeakerAdaptation> {
  const labels = distinctLabels(y);
  const known = speakers.filter((speaker) => speaker !== undefined);
  const names = distinctLabels(known);
  if (names.length < 2 || known.length < y.length) {
    throw new AffektError(
      "bad-data",
      `adaptation to speakers is learned from at least two speakers, all known; found ${names.length} and ${y.length - known.length} clips of unknown ones`,
    );
  }
  const classes = [...labelIndices(y, labels)];
  const spoken = [...labelIndices(known, names)];
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
  for (const own of groupBy(speakers.keys(), (row) => speakers[row]!).values()) {
    const spread = speakerSpread(selectRows(rest, own), statistics, {
      shares: Float64Array.from(statistics.priors),
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
