import { expect, test } from "vitest";
import { checkRecordings } from "./check.ts";
import type { AudioInspection, InspectedRecording } from "./inspection.ts";
import type { Labels } from "../labels.ts";

let made = 0;

/** A sound recording without anything odd, but for what is given. */
function recording(
  path: string,
  labels: Labels = {},
  audio: Partial<AudioInspection> = {},
): InspectedRecording {
  made++;
  const inspection: AudioInspection = {
    format: "wav",
    sampleRate: 48000,
    channels: 1,
    durationSeconds: 3,
    state: "ok",
    peakLevel: -6,
    clipped: 0,
    bytesHash: `bytes ${made}`,
    samplesHash: `samples ${made}`,
    fingerprint: new Uint32Array(),
    warnings: [],
    ...audio,
  };
  return { source: "folder", path, ...labels, inspection };
}

function labelled(speaker: string, emotion: string): Labels {
  return { corpus: "mine", speaker, emotion };
}

test("counts by label, durations, rates", () => {
  const report = checkRecordings([
    recording(
      "a.wav",
      { ...labelled("1", "happy"), sex: "female", intensity: "strong" },
      { durationSeconds: 1 },
    ),
    recording("b.wav", { ...labelled("2", "neutral"), sex: "male" }, { durationSeconds: 2 }),
    recording("c.wav", { ...labelled("2", "zest"), sex: "male" }, { durationSeconds: 4 }),
    recording("d.wav", {}, { durationSeconds: 9 }),
  ]);
  expect(report.recordings).toBe(4);
  expect(Object.entries(report.counts.emotion)).toEqual([
    ["neutral", 1],
    ["happy", 1],
    ["zest", 1],
  ]);
  expect(report.counts).toMatchObject({
    corpus: { mine: 3 },
    speaker: { "mine/1": 1, "mine/2": 2 },
    sex: { female: 1, male: 2 },
    intensity: { strong: 1 },
  });
  expect(report.unlabelled).toEqual({ emotion: 1, speaker: 1 });
  expect(report.duration).toEqual({ min: 1, median: 3, max: 9, total: 16 });
  expect(report.sampleRates).toEqual({ 48000: 4 });
});

test("nothing is odd about recordings that are all right", () => {
  const report = checkRecordings(
    ["1", "2", "3", "4"].flatMap((speaker) =>
      ["happy", "sad"].map((emotion) =>
        recording(`${speaker}-${emotion}.wav`, labelled(speaker, emotion)),
      ),
    ),
  );
  expect(report).toMatchObject({
    findings: [],
    duplicates: [],
    gaps: [],
    missingSpeakers: [],
    notes: [],
  });
});

test("every fault of a single recording, the worst first", () => {
  const report = checkRecordings(
    [
      recording("fine.wav"),
      recording("also-fine.WAV"),
      recording("loud.wav", {}, { clipped: 12 }),
      recording("aiff.wav", {}, { format: "aiff" }),
      recording("opus.ogg", {}, { format: "ogg-opus" }),
      recording("unknown.m4a", {}, { format: "mp3" }),
      recording("cut.wav", {}, { warnings: ["truncated: 3 of 4 s"] }),
      recording("int.wav", {}, { clipped: 9, warnings: ["wrong scale: samples reach 5930"] }),
      recording("short.wav", {}, { state: "too-short", durationSeconds: 0.05 }),
      recording("empty.wav", {}, { state: "silent", peakLevel: -Infinity }),
      recording("stereo.wav", {}, { channels: 2 }),
      recording("old.wav", {}, { sampleRate: 8000 }),
      { source: "folder", path: "text.wav", inspection: { error: "not audio" } },
    ],
    [{ source: "folder", path: "OA_bite.wav", reason: "a slip" }],
  );
  expect(report.findings).toEqual([
    { kind: "unreadable", path: "text.wav", reason: "not audio" },
    { kind: "silent", path: "empty.wav", reason: "peak -Infinity dBFS" },
    { kind: "too-short", path: "short.wav", reason: "0.050 s" },
    { kind: "damaged", path: "cut.wav", reason: "truncated: 3 of 4 s" },
    { kind: "scale", path: "int.wav", reason: "wrong scale: samples reach 5930" },
    { kind: "clipped", path: "loud.wav", reason: "12 samples" },
    { kind: "container", path: "aiff.wav", reason: "named .wav, holds aiff" },
    { kind: "channels", path: "stereo.wav", reason: "2 channels where most have 1" },
    { kind: "sample-rate", path: "old.wav", reason: "8000 Hz where most have 48000 Hz" },
    { kind: "name", path: "OA_bite.wav", reason: "a slip" },
  ]);
});

test("the rate before Opus tells the odd one out; what is usual is judged by corpus", () => {
  const opus = (path: string, corpus: string, originalSampleRate: number): InspectedRecording =>
    recording(path, { corpus }, { format: "ogg-opus", originalSampleRate });
  const report = checkRecordings([
    opus("a.opus", "tess", 24414),
    opus("b.opus", "tess", 24414),
    opus("c.opus", "tess", 96000),
    opus("d.opus", "crema-d", 16000),
    opus("e.opus", "crema-d", 16000),
  ]);
  expect(report.findings).toEqual([
    { kind: "sample-rate", path: "c.opus", reason: "96000 Hz where most have 24414 Hz" },
  ]);
  expect(report.originalSampleRates).toEqual({ 16000: 2, 24414: 2, 96000: 1 });
});

test("the same audio: byte for byte, in another container, under labels that contradict each other", () => {
  const same = (samplesHash: string, bytesHash: string) => ({ samplesHash, bytesHash });
  const report = checkRecordings([
    recording("a.wav", labelled("1", "happy"), same("s1", "b1")),
    recording("copy of a.wav", labelled("1", "happy"), same("s1", "b1")),
    recording("b.wav", labelled("1", "happy"), same("s2", "b2")),
    recording("b.flac", labelled("1", "sad"), same("s2", "b3")),
    recording("c.wav", labelled("1", "sad"), same("s3", "b4")),
    recording("c2.wav", { emotion: "sad" }, same("s3", "b4")),
    recording("d.wav", labelled("1", "sad")),
  ]);
  expect(report.duplicates).toEqual([
    { paths: ["a.wav", "copy of a.wav"], identical: "bytes", conflicts: [] },
    {
      paths: ["b.wav", "b.flac"],
      identical: "samples",
      conflicts: [{ label: "emotion", values: ["happy", "sad"] }],
    },
    {
      paths: ["c.wav", "c2.wav"],
      identical: "bytes",
      conflicts: [{ label: "speaker", values: ["mine/1", ""] }],
    },
  ]);
});

test("speakers with more or fewer recordings of an emotion than usual, and speakers that are missing", () => {
  const ravdess = (speaker: string, emotion: string, count: number): InspectedRecording[] =>
    Array.from({ length: count }, (_, i) =>
      recording(`${speaker}-${emotion}-${i}.wav`, { corpus: "ravdess", speaker, emotion }),
    );
  const report = checkRecordings([
    ...ravdess("01", "calm", 2),
    ...ravdess("02", "calm", 2),
    ...ravdess("03", "calm", 3),
    ...ravdess("01", "sad", 4),
    ...ravdess("03", "sad", 4),
    ...ravdess("04", "calm", 2),
    ...ravdess("04", "sad", 4),
  ]);
  expect(report.gaps).toEqual([
    { corpus: "ravdess", speaker: "03", emotion: "calm", found: 3, usual: 2 },
    { corpus: "ravdess", speaker: "02", emotion: "sad", found: 0, usual: 4 },
  ]);
  expect(report.missingSpeakers).toHaveLength(1);
  expect(report.missingSpeakers[0]?.speakers).toHaveLength(20);
  expect(report.missingSpeakers[0]?.speakers).not.toContain("04");
});

test("folders that write an emotion in several ways or contradict the label", () => {
  const tess = (path: string, speaker: string, emotion: string): InspectedRecording =>
    recording(path, { corpus: "tess", speaker, emotion });
  const { notes } = checkRecordings([
    tess("OAF_Pleasant_surprise/OAF_back_ps.wav", "OAF", "surprised"),
    tess("YAF_pleasant_surprised/YAF_back_ps.wav", "YAF", "surprised"),
    tess("OAF_angry/OAF_back_angry.wav", "OAF", "angry"),
    tess("YAF_angry/YAF_back_angry.wav", "YAF", "angry"),
    tess("YAF_angry/YAF_back_sad.wav", "YAF", "sad"),
  ]);
  expect(notes).toEqual([
    "tess: only 2 speakers: a speaker-independent score on it means little",
    "folders write surprised in several ways: OAF_Pleasant_surprise, YAF_pleasant_surprised",
    "YAF_angry/YAF_back_sad.wav: the folder says angry, the label sad",
  ]);
});

test("numbers and case of folders are no other way to write an emotion; files that agree in a contradiction are one line", () => {
  const { notes } = checkRecordings(
    ["01", "02", "03", "04"].flatMap((speaker) => [
      recording(`${speaker}/01Neutral/${speaker}.wav`, labelled(speaker, "Neutral")),
      recording(`${speaker}/02Sad/${speaker}.wav`, labelled(speaker, "sad")),
      recording(`${speaker}/SAD/${speaker}.wav`, labelled(speaker, "happy")),
    ]),
  );
  expect(notes).toEqual(["01/SAD/01.wav and 3 more: the folder says sad, the label happy"]);
});

test("what matters most comes first: duplicates, then speakers of one emotion only", () => {
  const same = { samplesHash: "same" };
  const { notes } = checkRecordings([
    recording("a.wav", labelled("1", "happy"), same),
    recording("b.wav", labelled("1", "happy"), same),
    ...["2", "3", "4"].map((speaker) => recording(`${speaker}.wav`, labelled(speaker, "sad"))),
    recording("5.wav", labelled("4", "happy")),
  ]);
  expect(notes).toEqual([
    "1 of 6 recordings are duplicates of others: scores on a split that does not keep them together are too good",
    "3 of 4 speakers say one emotion only: a model may learn their voices in the place of the emotion",
  ]);
});

test("several sources: paths name theirs, shared speakers are noted", () => {
  const speech = recording("Actor_01/x.wav", { corpus: "ravdess", speaker: "01" }, { clipped: 3 });
  const song = recording("Actor_01/x.wav", { corpus: "ravdess", speaker: "01" });
  const report = checkRecordings([speech, { ...song, source: "song" }]);
  expect(report.findings[0]?.path).toBe("folder/Actor_01/x.wav");
  expect(report.notes[0]).toContain("1 speaker is in more than one source");
});

test("nothing readable: a report without durations", () => {
  const report = checkRecordings([{ source: "s", path: "a.wav", inspection: { error: "gone" } }]);
  expect(report.duration).toBeUndefined();
  expect(report.findings).toHaveLength(1);
});
