import { resample } from "../../../src/audio/resample/resample.ts";
import { melSpectrogram } from "../../../src/features/spectral/mel.ts";
import { ANALYSIS_RATE, columnGrid } from "../../../src/pictures/column-grid.ts";
import { colourOf } from "../../../src/pictures/colour-map.ts";
import { powerColumns } from "../../../src/pictures/power-columns.ts";
import { powerToDb } from "../../../src/signal/decibel.ts";

/** A mel spectrogram as an image of palette indices, row by row from the top: [bands, columns]. */
export interface Spectrogram {
  readonly columns: number;
  readonly bands: number;
  readonly pixels: Uint8Array;
}

const BANDS = 96;
const MOST_COLUMNS = 2400;
/** The range of the palette, below the loudest point. */
const RANGE_DB = 80;

/** The mel spectrogram of a whole recording, 0…11 kHz. */
export function spectrogramOf(samples: Float32Array, sampleRate: number): Spectrogram {
  const resampled = resample(samples, { from: sampleRate, to: ANALYSIS_RATE });
  const power = powerColumns(resampled, columnGrid(samples.length / sampleRate, MOST_COLUMNS));
  const mel = melSpectrogram(power, { sampleRate: ANALYSIS_RATE, nMels: BANDS, power: 1 });
  const ref = mel.data.reduce((a, b) => Math.max(a, b), 0) || 1;
  const decibels = powerToDb(mel.data, { ref, amin: ref * 10 ** (-RANGE_DB / 10), topDb: "none" });
  const columns = mel.count;
  const pixels = new Uint8Array(columns * BANDS);
  for (let column = 0; column < columns; column++) {
    for (let band = 0; band < BANDS; band++) {
      const value = decibels[column * BANDS + band]!;
      pixels[(BANDS - 1 - band) * columns + column] = colourOf(value, -RANGE_DB, 0);
    }
  }
  return { columns, bands: BANDS, pixels };
}
