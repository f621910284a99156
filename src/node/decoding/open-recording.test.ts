import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type AudioStream, collectAudio } from "../../audio/audio-stream.ts";
import { decodeAudio as decodeByItself } from "../../audio/decode.ts";
import { peakLevel } from "../../audio/level.ts";
import { recording } from "../../audio/recordings.fixture.ts";
import { encodeWav } from "../../audio/pcm/wav-write.ts";
import amr from "./amr.golden.json" with { type: "json" };
import { temporaryFolderPrefix } from "../files/stale-files.ts";
import { decodeAudio, openAudio, openRecording } from "./open-recording.ts";
import { RewindableBytes } from "./rewindable-bytes.ts";

const RATE = 16000;
/** Three seconds, which are longer in MP4 than what ffmpeg remembers of a pipe. */
const TONE = Float32Array.from({ length: 3 * RATE }, (_, i) => 0.5 * Math.sin(i / 20));
const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).error === undefined;

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-recordings-"));
  await writeFile(at("tone.wav"), encodeWav({ channels: [TONE], sampleRate: RATE }));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => void vi.unstubAllEnvs());

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 1000) yield bytes.subarray(i, i + 1000);
}

test("a file is decoded while it is read", async () => {
  const stream = await openRecording(at("tone.wav"));
  expect(stream).toMatchObject({ format: "wav", sampleRate: RATE, expectedLength: TONE.length });
  const { channels } = await collectAudio(stream);
  expect(channels).toEqual((await decodeByItself(await readFile(at("tone.wav")))).channels);
});

test.each(["Ogg Opus mono", "Ogg Vorbis"])(
  "a file of %s says at its end how long it is",
  async (what) => {
    await writeFile(at("speech.ogg"), recording(what));
    const stream = await openRecording(at("speech.ogg"));
    const { channels } = await collectAudio(stream);
    const delay = stream.expectedLength! - channels[0]!.length;
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(500);
  },
);

test.each([
  ["Ogg Opus mono", "Ogg Opus stereo"],
  ["Ogg Vorbis", "Ogg Opus mono"],
])("a file of %s and %s that are chained says how long both are", async (...names) => {
  await writeFile(at("chained.ogg"), Buffer.concat(names.map(recording)));
  const stream = await openRecording(at("chained.ogg"));
  const { channels } = await collectAudio(stream);
  expect(Math.abs(stream.expectedLength! - channels[0]!.length)).toBeLessThanOrEqual(1);
});

test("held bytes say how long they are where they may be long", async () => {
  const link = recording("Ogg Opus mono");
  const many = new Uint8Array(
    Buffer.concat(Array.from({ length: 400_000 / link.length + 1 }, () => link)),
  );
  const stream = await openAudio(many, { name: "many" });
  const { channels } = await collectAudio(stream);
  expect(stream.expectedLength).toBe(channels[0]!.length);
  expect((await openAudio(link, { name: "one" })).expectedLength).toBeUndefined();
});

test("a recording with a header is not taken for raw samples, a raw one with its looks is", async () => {
  const pcm = { sampleRate: 8000 };
  await expect(openRecording(at("tone.wav"), { pcm })).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringMatching(
      /tone\.wav: is not raw PCM but a WAV file with 16000 Hz and 1 channel in its header; leave out the rate/u,
    ) as unknown,
  });
  const raw = await openRecording(at("tone.wav"), { pcm: { ...pcm, raw: true } });
  expect((await collectAudio(raw)).channels[0]).toHaveLength(TONE.length + 22);
});

test("a file of samples without a header", async () => {
  await writeFile(at("tone.raw"), Buffer.from(TONE.buffer));
  const pcm = { sampleRate: RATE, encoding: "f32le" } as const;
  const { channels } = await collectAudio(await openRecording(at("tone.raw"), { pcm }));
  expect(channels).toEqual([TONE]);
});

test("a file that is not there, a folder, a file that is no audio", async () => {
  await expect(openRecording(at("gone.wav"))).rejects.toMatchObject({
    code: "not-found",
    message: `${at("gone.wav")} does not exist`,
  });
  await expect(openRecording(folder)).rejects.toThrow("it is a folder, not a file");
  await writeFile(at("notes.txt"), "nothing to hear here");
  await expect(openRecording(at("notes.txt"))).rejects.toMatchObject({ code: "unreadable" });
});

test("bytes that come only once can be read again from their beginning", async () => {
  const source = new RewindableBytes(inPieces(new Uint8Array(2500)));
  const read = source.read();
  await read.next();
  await read.return(undefined);
  const lengths: number[] = [];
  for await (const { length } of source.again()) lengths.push(length);
  expect(lengths).toEqual([1000, 1000, 500]);
});

test("without ffmpeg the message says what the file is and what to do", async () => {
  vi.stubEnv("PATH", "");
  await writeFile(at("fake.m4a"), "\0\0\0\x20ftypM4A ");
  for (const outcome of [
    openRecording(at("fake.m4a")),
    decodeAudio(await readFile(at("fake.m4a")), { name: at("fake.m4a") }),
  ]) {
    await expect(outcome).rejects.toMatchObject({
      code: "unsupported",
      message: expect.stringMatching(
        /fake\.m4a: is MP4, M4A or MOV audio, .*: convert it to one of them, or install ffmpeg, which is not on the PATH$/u,
      ) as unknown,
    });
  }
});

describe.skipIf(!hasFfmpeg)("by ffmpeg (skipped where it is not on the PATH)", () => {
  const make = (...args: readonly string[]): void => {
    execFileSync("ffmpeg", ["-v", "error", "-y", ...args], { cwd: folder });
  };
  const video = ["-f", "lavfi", "-i", "testsrc=duration=3:size=32x32:rate=2"];

  test.each([
    ["end.m4a", ["-i", "tone.wav"]],
    ["start.m4a", ["-i", "tone.wav", "-movflags", "+faststart"]],
    ["film.mp4", [...video, "-i", "tone.wav"]],
    ["film.mkv", [...video, "-i", "tone.wav"]],
    ["sound.webm", ["-i", "tone.wav"]],
    ["sound.wma", ["-i", "tone.wav"]],
    ["sound.caf", ["-i", "tone.wav"]],
    ["mp3.wav", ["-i", "tone.wav", "-c:a", "libmp3lame"], "mp3"],
    ["gsm.wav", ["-i", "tone.wav", "-c:a", "gsm_ms", "-ar", "8000"]],
    ["sound.ts", ["-i", "tone.wav"]],
    ["sound.aac", ["-i", "tone.wav"]],
  ])(
    "%s: from the file, from bytes, from bytes in pieces",
    async (name, args, format = "ffmpeg") => {
      make(...args, name);
      const stream = await openRecording(at(name));
      const fromFile = await collectAudio(stream);
      const seconds = fromFile.channels[0]!.length / fromFile.sampleRate;
      expect(Math.abs(stream.expectedLength! / stream.sampleRate - seconds)).toBeLessThan(0.2);
      // encoders put some silence before and after
      expect(seconds).toBeGreaterThan(2.9);
      expect(seconds).toBeLessThan(3.3);
      expect(peakLevel(fromFile.channels[0]!)).toBeGreaterThan(-10);
      expect(fromFile.format).toBe(format);

      const bytes = new Uint8Array(await readFile(at(name)));
      expect((await decodeAudio(bytes, { name })).channels).toEqual(fromFile.channels);
      const inParts = await collectAudio(await openAudio(inPieces(bytes), { name }));
      expect(inParts.channels).toEqual(fromFile.channels);
    },
  );

  test("a film says how long its sound is, not its pictures", async () => {
    const long = ["-f", "lavfi", "-i", "testsrc=duration=9:size=32x32:rate=2"];
    for (const name of ["long.mp4", "long.mkv"]) {
      make(...long, "-i", "tone.wav", name);
      const { expectedLength, sampleRate, close } = await openRecording(at(name));
      expect(expectedLength! / sampleRate).toBeCloseTo(3, 0);
      await close();
    }
  });

  test("frames far behind other bytes, which Affekt does not look for", async () => {
    make("-i", "tone.wav", "-c:a", "libmp3lame", "plain.mp3");
    const plain = await readFile(at("plain.mp3"));
    const far = Buffer.concat([Buffer.alloc(66_000), plain]);
    const { channels, format } = await decodeAudio(new Uint8Array(far));
    expect(format).toBe("ffmpeg");
    expect(channels[0]!.length / RATE).toBeCloseTo(3, 0);
  });

  test("what is nothing that ffmpeg knows either is described by its first bytes", async () => {
    const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff);
    await writeFile(at("bytes.bin"), bytes);
    const refusal = {
      code: "unreadable",
      message: expect.stringContaining("it starts with the bytes 00 1f") as unknown,
    };
    await expect(openRecording(at("bytes.bin"))).rejects.toMatchObject(refusal);
    await expect(decodeAudio(bytes)).rejects.toMatchObject(refusal);
  });

  test.each(amr)("AMR as .$ending: what another decoder makes of it", async (golden) => {
    const { ending, sampleRate, length, stride, samples } = golden;
    const name = `voice.${ending}`;
    await writeFile(at(name), Buffer.from(golden.bytes, "base64"));
    const audio = await collectAudio(await openRecording(at(name)));
    expect(audio).toMatchObject({ sampleRate, format: "ffmpeg", warnings: [] });
    expect(audio.channels.map((channel) => channel.length)).toEqual([length]);
    // decoders of speech drift apart, by 0.8 and 6 % here. Another sound would be away by 200 %
    const energy = samples.reduce((sum, sample) => sum + sample ** 2, 0);
    const differences = samples.map((sample, i) => sample - audio.channels[0]![i * stride]!);
    const error = differences.reduce((sum, difference) => sum + difference ** 2, 0);
    expect(error / energy).toBeLessThan(0.1);
  });

  test("temporary copies are removed, also where it is read no further", async () => {
    make("-i", "tone.wav", "end.m4a");
    vi.stubEnv("TMPDIR", folder);
    const before = await readdir(folder);
    const bytes = new Uint8Array(await readFile(at("end.m4a")));
    await decodeAudio(bytes, { name: "end.m4a" });
    for await (const _ of (await openAudio(inPieces(bytes), { name: "end.m4a" })).blocks) break;
    await (await openAudio(inPieces(bytes), { name: "end.m4a" })).close();
    expect(await readdir(folder)).toEqual(before);
    // one that a killed process left
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const stale = temporaryFolderPrefix().replace(String(process.pid), String(pid));
    await mkdir(at(`${stale}abcdef`));
    await decodeAudio(bytes);
    expect(await readdir(folder)).toEqual(before);
  });

  test("a film without sound, and one cut off before its description", async () => {
    make(...video, "silent.mp4");
    await expect(openRecording(at("silent.mp4"))).rejects.toMatchObject({
      code: "unreadable",
      message: `${at("silent.mp4")}: cannot be read as audio: it has no audio track`,
    });
    make("-i", "tone.wav", "end.m4a");
    const bytes = await readFile(at("end.m4a"));
    const cut = decodeAudio(new Uint8Array(bytes.subarray(0, 5000)), { name: "end.m4a" });
    await expect(cut).rejects.toMatchObject({
      code: "unreadable",
      message: "end.m4a: cannot be read as audio: ffmpeg could not read it: moov atom not found",
    });
  });

  test("a recording that is cut off is read to its end, with what ffmpeg says as a warning", async () => {
    make("-i", "tone.wav", "-movflags", "+faststart", "start.m4a");
    const bytes = new Uint8Array(await readFile(at("start.m4a")));
    const { channels, warnings } = await decodeAudio(bytes.subarray(0, bytes.length * 0.7));
    expect(channels[0]!.length).toBeGreaterThan(RATE);
    expect(warnings).toEqual([expect.stringMatching(/^damaged: ffmpeg says: [A-Z]/u)]);
  });

  test("an error of the source is passed on, and leaving early closes it", async () => {
    make("-i", "tone.wav", "-c:a", "pcm_s24le", "sound.mkv");
    const bytes = new Uint8Array(await readFile(at("sound.mkv")));
    expect(bytes.length).toBeGreaterThan(100_000);
    const failure = new Error("the line went dead");
    let isClosed = false;
    async function* dying(): AsyncGenerator<Uint8Array> {
      try {
        yield bytes.subarray(0, 100_000);
        throw failure;
      } finally {
        isClosed = true;
      }
    }
    const open = (): Promise<AudioStream> => openAudio(dying(), { name: "sound.mkv" });
    await expect(open().then((stream) => collectAudio(stream))).rejects.toBe(failure);
    isClosed = false;
    await (await open()).close();
    expect(isClosed).toBe(true);
  });

  test("no playlist is followed", async () => {
    await writeFile(at("list.m3u8"), `#EXTM3U\n#EXTINF:3,\n${at("tone.wav")}\n`);
    await expect(openRecording(at("list.m3u8"))).rejects.toMatchObject({ code: "unreadable" });
  });
});
