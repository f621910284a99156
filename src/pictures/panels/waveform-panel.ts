import { html } from "../../markup/html.ts";
import type { AnalysedRecording } from "../analysed-recording.ts";
import { linearTicks } from "../ticks.ts";
import type { Panel } from "./panel.ts";
import { areaPath } from "./path.ts";

const HEIGHT = 60;
/** The smallest range of the axis, so that noise does not look like speech. */
const LEAST_LIMIT = 0.01;

/** The waveform of each recording on one scale: the smallest and the largest sample of each pixel. */
export function waveformPanels(recordings: readonly AnalysedRecording[]): Panel[] {
  const envelopes = recordings.map(envelopeOf);
  const peaks = envelopes.flatMap(({ low, high }) => [...low.map(Math.abs), ...high.map(Math.abs)]);
  const limit = peaks.reduce((a, b) => Math.max(a, b), LEAST_LIMIT);
  const y = (sample: number): number => (1 - sample / limit) * (HEIGHT / 2);
  const ticks = linearTicks(-limit, limit, 4).map(({ value, text }) => ({ value: y(value), text }));
  return envelopes.map(({ low, high, pointSeconds, startSeconds }) => ({
    title: "Waveform",
    unit: "1 is full scale",
    height: HEIGHT,
    ticks,
    draw: (time) => {
      const points = (samples: Float32Array): [number, number][] =>
        Array.from(samples, (sample, i) => [
          time(startSeconds + (i + 0.5) * pointSeconds),
          y(sample),
        ]);
      return html`<path class="wave" d="${areaPath(points(high), points(low))}" />`;
    },
  }));
}

interface Envelope {
  readonly low: Float32Array;
  readonly high: Float32Array;
  readonly pointSeconds: number;
  readonly startSeconds: number;
}

function envelopeOf({ samples, sampleRate, startSeconds, grid }: AnalysedRecording): Envelope {
  const perPoint = Math.max(1, Math.round(grid.secondsPerPixel * sampleRate));
  const points = Math.ceil(samples.length / perPoint);
  const low = new Float32Array(points).fill(Infinity);
  const high = new Float32Array(points).fill(-Infinity);
  for (let p = 0, i = 0; p < points; p++) {
    for (const end = Math.min(samples.length, i + perPoint); i < end; i++) {
      const sample = samples[i]!;
      if (sample < low[p]!) low[p] = sample;
      if (sample > high[p]!) high[p] = sample;
    }
  }
  return { low, high, pointSeconds: perPoint / sampleRate, startSeconds };
}
