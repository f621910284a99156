import { powerToDb } from "../../signal/decibel.ts";
import { hzToMel } from "../../signal/mel-scale.ts";
import { melSpectrogram } from "../../features/spectral/mel.ts";
import type { AnalysedRecording } from "../analysed-recording.ts";
import { ANALYSIS_RATE } from "../column-grid.ts";
import { columnImage, placeImage } from "./column-image.ts";
import type { Panel } from "./panel.ts";

const HEIGHT = 128;
const BANDS = 128;
/** The range of the palette, below the loudest point of all recordings. */
const RANGE_DB = 80;
const TICKS_HZ = [500, 1000, 2000, 4000, 8000];

/** The mel spectrogram of each recording (128 bands on Slaney's scale, as librosa's) in dB relative to the loudest point of all. */
export async function melPanels(
  recordings: readonly AnalysedRecording[],
  palette?: Uint8Array,
): Promise<Panel[]> {
  const spectrograms = recordings.map(({ power }) =>
    melSpectrogram(power, { sampleRate: ANALYSIS_RATE, nMels: BANDS, power: 1 }),
  );
  const ref =
    spectrograms.reduce((loudest, { data }) => data.reduce((a, b) => Math.max(a, b), loudest), 0) ||
    1;
  const amin = ref * 10 ** (-RANGE_DB / 10);
  const ticks = TICKS_HZ.map((hz) => ({ value: melHeight(hz), text: `${hz}` }));
  const legend = {
    unit: "dB",
    ticks: [0, 20, 40, 60, 80].map((db) => ({
      value: (db / RANGE_DB) * HEIGHT,
      text: db === 0 ? "0" : `\u2212${db}`,
    })),
  };
  return Promise.all(
    spectrograms.map(async (mel, i) => {
      const decibels = powerToDb(mel.data, { ref, amin, topDb: "none" });
      const image = await columnImage({ ...mel, data: decibels }, [-RANGE_DB, 0], palette);
      return {
        title: "Mel spectrogram",
        unit: "Hz",
        height: HEIGHT,
        ticks,
        legend,
        draw: (time) => placeImage(image, recordings[i]!, { time, height: HEIGHT, isSmooth: true }),
      };
    }),
  );
}

/** The place of a frequency in the panel, in pixels from the top. */
export function melHeight(hz: number): number {
  return HEIGHT * (1 - bandOf(hz) / BANDS);
}

// The position of a frequency among the bands, whose own frequency is in their middle.
function bandOf(hz: number): number {
  return (hzToMel(hz, false) / hzToMel(ANALYSIS_RATE / 2, false)) * (BANDS + 1) - 0.5;
}
