import { chromaStft } from "../../features/spectral/chroma-stft.ts";
import { PITCH_CLASSES } from "../../features/spectral/pitch-classes.ts";
import type { Frames } from "../../signal/frames.ts";
import type { AnalysedRecording } from "../analysed-recording.ts";
import { ANALYSIS_RATE } from "../column-grid.ts";
import { columnImage, placeImage } from "./column-image.ts";
import type { Panel } from "./panel.ts";

const HEIGHT = 84;
const ROW = HEIGHT / PITCH_CLASSES.length;

/** The chromagram of each recording, as librosa's `chroma_stft`. The strongest pitch class of a column is 1; silent columns are 0. */
export function chromaPanels(recordings: readonly AnalysedRecording[]): Promise<Panel[]> {
  const ticks = PITCH_CLASSES.map((name, c) => ({
    value: HEIGHT - (c + 0.5) * ROW,
    text: name.replace("#", "\u266f"),
  })).filter((_, c) => c % 2 === 0);
  const legend = {
    unit: "of max.",
    ticks: [1, 0.5, 0].map((value) => ({ value: (1 - value) * HEIGHT, text: `${value}` })),
  };
  return Promise.all(
    recordings.map(async (recording) => {
      const image = await columnImage(chromaOf(recording), [0, 1]);
      return {
        title: "Chroma",
        unit: "pitch class",
        height: HEIGHT,
        ticks,
        legend,
        draw: (time) => placeImage(image, recording, { time, height: HEIGHT, isSmooth: false }),
      };
    }),
  );
}

function chromaOf({ power, silentColumns }: AnalysedRecording): Frames {
  const chroma = chromaStft(power, { sampleRate: ANALYSIS_RATE });
  for (const c of silentColumns) chroma.data.fill(0, c * chroma.width, (c + 1) * chroma.width);
  return chroma;
}
