import { parseHTML } from "linkedom/worker";
import { describe, expect, it, test } from "vitest";
import { speechSignal } from "../features/speech.fixture.ts";
import { syntheticSignal } from "../features/synthetic.fixture.ts";
import { PANELS } from "./figures.ts";
import { pictured, textsOf } from "./pictured.fixture.ts";
import { recordingsSvg } from "./recordings-svg.ts";

const voice = pictured("voice.wav", speechSignal());
const tone = pictured("tone.wav", syntheticSignal("sine", 22_050 * 3));

function documentOf(svg: string): Document {
  return parseHTML(svg).document;
}

/** The numbers along the vertical axis of a panel, from the bottom. */
function axisOf(text: string, title: string): number[] {
  const label = [...documentOf(text).querySelectorAll(".title")].find((one) =>
    one.textContent.startsWith(title),
  )!;
  return textsOf(label.parentElement!.outerHTML, ".end")
    .map((text) => Number(text.replace("−", "-")))
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
}

describe("one recording", async () => {
  const text = await recordingsSvg([voice]);
  const svg = documentOf(text);

  it("has all panels, in order, with their units", () => {
    expect(textsOf(text, ".title")).toEqual([
      "Waveform1 is full scale",
      "Mel spectrogramHz",
      "Chromapitch class",
      "Pitch (pYIN)Hz",
      "Energy (RMS)dB, 0 is full scale",
    ]);
    expect(textsOf(text, ".middle").at(-1)).toBe("Time, s");
  });

  it("has axes over what there is", () => {
    expect(axisOf(text, "Mel")).toEqual([500, 1000, 2000, 4000, 8000]);
    expect(axisOf(text, "Energy")).toEqual([-80, -60, -40, -20, 0]);
    expect(textsOf(text, ".middle").slice(0, -1)).toEqual(
      Array.from({ length: 16 }, (_, i) => (i / 10).toFixed(1)),
    );
    for (const hz of axisOf(text, "Pitch")) {
      expect(hz).toBeGreaterThanOrEqual(60);
      expect(hz).toBeLessThanOrEqual(600);
    }
  });

  it("says what the colours mean", () => {
    const legends = textsOf(text, "text:not([class])");
    expect(legends).toEqual(["dB", "0", "−20", "−40", "−60", "−80", "of max.", "1", "0.5", "0"]);
  });

  it("holds its rasters as images, not as thousands of shapes", () => {
    const addresses = [...svg.querySelectorAll("image")].map((one) => one.getAttribute("href")!);
    expect(addresses).toHaveLength(4); // two rasters, two legends
    for (const address of addresses) expect(address).toMatch(/^data:image\/png;base64,/);
    expect(svg.querySelectorAll("*").length).toBeLessThan(150);
    expect(text.length).toBeLessThan(100_000);
  });

  it("asks for nothing and runs nothing", () => {
    expect(text.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|@import|url\(|<script|\son\w+=/,
    );
  });

  it("names what was drawn, for eyes and for others", () => {
    expect(textsOf(text, ".name")).toEqual(["voice.wav"]);
    expect(text).toMatch(/1\.50\u00a0s · 22050\u00a0Hz · mono · wav · peak\u00a0−\d\.\d\u00a0dBFS/);
    expect(svg.querySelector("svg")!.getAttribute("aria-label")).toMatch(
      /^voice\.wav \(.+\): waveform, mel spectrogram, chroma, pitch \(pyin\), energy \(rms\) over time$/,
    );
  });
});

test("several recordings share their scales and their time axis", async () => {
  const quiet = pictured(
    "quiet.wav",
    speechSignal().map((sample) => sample / 100),
  );
  const svg = await recordingsSvg([tone, quiet]);
  expect(textsOf(svg, ".name")).toEqual(["tone.wav", "quiet.wav"]);
  const labels = textsOf(svg, ".end");
  expect(labels.slice(0, labels.length / 2)).toEqual(labels.slice(labels.length / 2));
  expect(textsOf(svg, ".middle").filter((text) => text === "3.0")).toHaveLength(2);
  // the tone's raster is twice as wide as that of half its length
  const widths = [...documentOf(svg).querySelectorAll("svg svg > svg")].map((one) =>
    Number(one.getAttribute("width")),
  );
  expect(widths).toEqual([768, 768, 384, 384].map((width) => expect.closeTo(width, 0)));
});

test("a faint recording alone looks as a loud one", async () => {
  const faint = pictured(
    "x",
    syntheticSignal("sine", 22_050).map((sample) => 2 ** -20 * sample),
  );
  const loud = pictured("x", syntheticSignal("sine", 22_050));
  const [ours, theirs] = await Promise.all(
    [faint, loud].map(async (recording) => {
      const svg = await recordingsSvg([recording], { panels: ["mel"] });
      return documentOf(svg).querySelector("svg svg image")!.getAttribute("href");
    }),
  );
  expect(ours).toBe(theirs);
});

test("a pitch is drawn where it is", async () => {
  const svg = await recordingsSvg([tone], { panels: ["pitch"] });
  const [, first, ...rest] = documentOf(svg)
    .querySelector(".pitch")!
    .getAttribute("d")!
    .match(/[\d.]+/g)!
    .map(Number);
  const labels = [...documentOf(svg).querySelectorAll(".end")];
  const heights = new Map(
    labels.map((one) => [one.textContent, Number(one.getAttribute("y")) - 3.5]),
  );
  expect(first).toBeLessThan(heights.get("400")!);
  expect(first).toBeGreaterThan(heights.get("500")!);
  expect(rest.length).toBeGreaterThan(400);
});

test.each([
  [1e-2, 1],
  [1e-4, 0.5],
])("a second half that is %d as loud has a pitch up to %d of the whole", async (gain, share) => {
  const samples = syntheticSignal("sine", 66_150).map((x, i) => (i < 33_075 ? x : gain * x));
  const svg = await recordingsSvg([pictured("x", samples)], { panels: ["pitch"] });
  const xs = [...documentOf(svg).querySelectorAll(".pitch")].map((path) =>
    path
      .getAttribute("d")!
      .match(/[\d.]+(?= )/g)!
      .reduce((last, x) => Math.max(last, Number(x)), 0),
  );
  const width = 768;
  for (const x of xs) expect(x / width).toBeCloseTo(share, 1);
});

test("only the wanted panels, each once", async () => {
  const svg = await recordingsSvg([voice], { panels: ["energy", "chroma", "energy"] });
  expect(textsOf(svg, ".title").map((title) => title.slice(0, 6))).toEqual(["Energy", "Chroma"]);
});

test("only what is between two times", async () => {
  const svg = await recordingsSvg([tone], { fromSeconds: 1, toSeconds: 1.5 });
  expect(textsOf(svg, ".middle").slice(0, -1)).toEqual([
    "1.00",
    "1.05",
    "1.10",
    "1.15",
    "1.20",
    "1.25",
    "1.30",
    "1.35",
    "1.40",
    "1.45",
    "1.50",
  ]);
  const beyond = await recordingsSvg([tone], { fromSeconds: 2, toSeconds: 60 });
  expect(textsOf(beyond, ".middle").at(-2)).toBe("3.0");
});

test("a long recording's picture is no larger than a minute's", async () => {
  const minute = syntheticSignal("noise", 22_050 * 60);
  const long = new Float32Array(minute.length * 10);
  for (let i = 0; i < 10; i++) long.set(minute, i * minute.length);
  const panels = ["waveform", "mel", "energy"] as const;
  const sizes = [minute, long].map(
    async (samples) => (await recordingsSvg([pictured("x", samples)], { panels })).length,
  );
  const [short, longer] = await Promise.all(sizes);
  expect(longer).toBeLessThan(1.2 * short!);
  expect(longer).toBeLessThan(250_000);
});

test("names are text, and long ones are shortened", async () => {
  const text = await recordingsSvg([{ ...voice, name: `<b>${"x".repeat(200)}"&` }]);
  const [name] = textsOf(text, ".name");
  expect(name).toMatch(/^<b>x+…x+"&$/);
  expect(name!.length).toBeLessThan(100);
});

test("warnings are shown, the drawing's own among them", async () => {
  const recording = pictured("cut.wav", new Float32Array(1000), {
    warnings: ["truncated: half is missing"],
  });
  const svg = await recordingsSvg([recording]);
  expect(textsOf(svg, ".warning")).toEqual([
    "warning: truncated: half is missing",
    "warning: too short: under 0.1 s",
  ]);
});

const constant = (value: number, length: number): Float32Array =>
  new Float32Array(length).fill(value);

test.each([
  ["one sample", pictured("x", Float32Array.of(0.5))],
  ["less than a frame", pictured("x", speechSignal().subarray(0, 700))],
  ["digital silence", pictured("x", constant(0, 22_050))],
  ["a constant", pictured("x", constant(0.5, 22_050))],
  [
    "far beyond full scale",
    pictured(
      "x",
      speechSignal().map((sample) => 40_000 * sample),
    ),
  ],
  ["4 kHz", pictured("x", speechSignal(), { sampleRate: 4000 })],
  ["192 kHz", pictured("x", speechSignal(), { sampleRate: 192_000 })],
  ["no pitch", pictured("x", syntheticSignal("noise", 22_050))],
])("%s can be drawn", async (_, recording) => {
  const text = await recordingsSvg([recording]);
  expect(text.replaceAll(/base64,[^"]+/g, "")).not.toMatch(/NaN|undefined|Infinity|\[object|null/);
  expect(textsOf(text, ".panel")).toHaveLength(PANELS.length);
});

test.each([
  [[], {}, "invalid-argument", "picture: nothing to draw; give at least one recording"],
  [
    [voice],
    { panels: [] },
    "invalid-argument",
    "picture: panels must be a list of 1 to 100, got []",
  ],
  [
    [voice],
    { panels: ["toString"] as never },
    "invalid-argument",
    "picture: panels[0] must be one of waveform, mel, chroma, pitch, energy",
  ],
  [
    [voice],
    { from: 1 },
    "invalid-argument",
    "picture: has no option from; it takes panels, fromSeconds, toSeconds",
  ],
  [
    [voice],
    { fromSeconds: -1 },
    "invalid-argument",
    "picture: fromSeconds must be a number from 0, got -1",
  ],
  [[voice], { fromSeconds: 1, toSeconds: 1 }, "invalid-argument", "got 1 and 1"],
  [
    [voice],
    { fromSeconds: 2 },
    "too-short",
    "voice.wav: ends after 1.50 s, nothing is left from 2 s on",
  ],
  [[pictured("x", new Float32Array(0))], {}, "too-short", "x: holds no samples"],
  [
    [pictured("x", constant(1e20, 9))],
    {},
    "unreadable",
    "x: its samples are too far beyond full scale",
  ],
  [[pictured("x", constant(NaN, 9))], {}, "unreadable", "samples must be finite"],
])("refuses what cannot be drawn: case %#", async (recordings, options: object, code, message) => {
  await expect(recordingsSvg(recordings, options)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});
