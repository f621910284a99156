import { describe, expect, test } from "vitest";
import { AffektError } from "../errors.ts";
import { decodeAudio } from "./decode.ts";
import { ascii, join } from "./joined.fixture.ts";
import { RECORDINGS, recording } from "./recordings.fixture.ts";
import { encodeWav } from "./pcm/wav-write.ts";

async function failure(bytes: Uint8Array, name = "clip.wav"): Promise<AffektError> {
  const outcome: unknown = await decodeAudio(bytes, { name }).catch((error: unknown) => error);
  if (outcome instanceof AffektError) return outcome;
  throw new Error(`no AffektError but ${String(outcome)}`);
}

test.each(RECORDINGS)("reads $name as other decoders do", async (expected) => {
  const audio = await decodeAudio(recording(expected.name), { name: "misnamed.txt" });
  expect(audio).toMatchObject({
    format: expected.format,
    sampleRate: expected.sampleRate,
    warnings: [],
  });
  expect(audio.channels.map(({ length }) => length)).toEqual(
    expected.samples.map(() => expected.length),
  );
  for (const [c, samples] of expected.samples.entries()) {
    for (const [i, sample] of samples.entries()) {
      const difference = Math.abs(audio.channels[c]![i * expected.stride]! - Math.fround(sample));
      expect(difference).toBeLessThanOrEqual(expected.tolerance);
    }
  }
});

test.each(["FLAC of 16 bits", "MP3 with tags", "Ogg Opus mono", "Ogg Vorbis"])(
  "reads %s the same again, alone and at once with others",
  async (name) => {
    const bytes = recording(name);
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => decodeAudio(bytes, { name })));
    for (const other of [...others, await decodeAudio(bytes, { name })]) {
      expect(other.channels).toEqual(first!.channels);
    }
  },
);

test("skips ID3v2 tags before FLAC", async () => {
  const flac = recording("FLAC of 16 bits");
  const tagged = join(ascii("ID3"), [4, 0, 0, 0, 0, 1, 2], new Uint8Array(130), flac);
  const [plain, audio] = [
    await decodeAudio(flac, { name: "a" }),
    await decodeAudio(tagged, { name: "b" }),
  ];
  expect(audio).toEqual(plain);
});

test.each(RECORDINGS)(
  "reads $name in a Buffer of Node too, and does not change it",
  async ({ name }) => {
    const bytes = Buffer.from(recording(name));
    expect(await decodeAudio(bytes, { name })).toEqual(
      await decodeAudio(recording(name), { name }),
    );
    expect(bytes).toEqual(Buffer.from(recording(name)));
  },
);

describe("damaged files", () => {
  test.each([
    [
      "WAV PCM_16",
      0.8,
      /^truncated: the header promises 160 samples a channel, \d+ could be read$/u,
    ],
    ["AIFF PCM_16", 0.8, /^truncated: the header promises 160 /u],
    ["FLAC with fixed predictors", 0.8, /^truncated: the header promises 480 /u],
    ["MP3 with a LAME header", 0.8, /^truncated: the header promises /u],
    ["Ogg Opus mono", 0.9, /^truncated: the Ogg stream has no last page$/u],
    ["Ogg Vorbis", 0.95, /^truncated: the Ogg stream has no last page$/u],
  ])("a truncated %s is read to its end", async (name, share, warning) => {
    const bytes = recording(name);
    const whole = await decodeAudio(bytes, { name });
    const cut = await decodeAudio(bytes.subarray(0, bytes.length * share), { name });
    expect(cut.warnings).toEqual([expect.stringMatching(warning)]);
    const [length, full] = [cut.channels[0]!.length, whole.channels[0]!.length];
    expect(length).toBeLessThan(full);
    expect(length).toBeGreaterThan(0.3 * full);
    if (name.startsWith("MP3")) return;
    expect(cut.channels).toEqual(whole.channels.map((channel) => channel.subarray(0, length)));
  });

  test("a damaged FLAC frame is left out", async () => {
    const bytes = recording("FLAC with fixed predictors");
    bytes[Math.floor(bytes.length / 2)]! ^= 0x10;
    const { channels, warnings } = await decodeAudio(bytes);
    expect(warnings).toEqual([
      "damaged: stretches without an intact frame: 1",
      "truncated: the header promises 480 samples a channel, 288 could be read",
    ]);
    expect(channels[0]).toHaveLength(288);
  });

  test("FLAC of which all frames are broken is refused", async () => {
    const bytes = recording("FLAC of 16 bits");
    bytes.fill(0x55, 90);
    expect(await failure(bytes)).toMatchObject({ code: "unreadable" });
  });

  test("an Ogg page with a wrong check sum is left out", async () => {
    const bytes = recording("Ogg Opus mono");
    bytes[bytes.length - 5]! ^= 1;
    const { channels, warnings } = await decodeAudio(bytes);
    expect(channels[0]).toHaveLength(0);
    expect(warnings).toContain("truncated: the Ogg stream has no last page");
    expect(warnings).toContain("empty: the file holds no samples");
  });

  test("values that are not finite become 0", async () => {
    const samples = Float32Array.of(0.5, Number.NaN, Infinity, -Infinity, 0.25);
    const bytes = encodeWav({ channels: [samples], sampleRate: 8000 }, { bitsPerSample: "32f" });
    const { channels, warnings } = await decodeAudio(bytes);
    expect([...channels[0]!]).toEqual([0.5, 0, 0, 0, 0.25]);
    expect(warnings).toEqual(["not finite: NaN or infinite samples taken as 0: 3"]);
  });

  test("a header without samples gives empty channels", async () => {
    const channels = [new Float32Array(0), new Float32Array(0)];
    const audio = await decodeAudio(encodeWav({ channels, sampleRate: 8000 }));
    expect(audio).toMatchObject({ channels, warnings: ["empty: the file holds no samples"] });
  });
});

describe("what is not read", () => {
  test.each([
    ["nothing", new Uint8Array(0), "is empty (0 bytes)"],
    ["text", ascii("path,emotion,speaker\n"), 'starts with the text "path,emotion,speaker\\n"'],
    ["other text", ascii("Überraschung: ängstlich, fröhlich und müde, überall"), 'the text "Über'],
    ["bytes", Uint8Array.of(0x50, 0x4b, 3, 4, 200), "starts with the bytes 50 4b 03 04 c8"],
    ["zeros", new Uint8Array(100), "starts with the bytes 00 00 00 00 00 00 00 00"],
    [
      "UTF-16",
      join([0xff, 0xfe], ...Array.from("path,emotion", (_, i) => [0x70 + i, 0])),
      "ff fe 70",
    ],
    ["Ogg without a page", ascii("OggS but nothing else that follows it"), "intact first page"],
  ])("%s is unreadable", async (_, bytes, found) => {
    const { code, message } = await failure(bytes, "clip.wav");
    expect(code).toBe("unreadable");
    expect(message).toContain("clip.wav");
    expect(message).toContain(found);
    expect(message).toContain("Affekt reads WAV, AIFF, AU, FLAC, MP3, Ogg Vorbis and Ogg Opus");
  });

  test.each([
    [
      "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 371616\n",
      "clip.wav: is a Git LFS pointer, not the recording itself; run `git lfs pull` in its repository to download that",
    ],
    [
      "../../.git/annex/objects/zM/8v/MD5E-s1--a.wav/MD5E-s1--a.wav",
      "clip.wav: is a git-annex pointer, not the recording itself; run `git annex get` in its repository to download that",
    ],
    [
      "<!DOCTYPE html><html><head><title>Sign in",
      "clip.wav: is a web page (HTML or XML), not a recording; the download may have failed",
    ],
    [
      '\n<?xml version="1.0"?><Error><Code>AccessDenied',
      "clip.wav: is a web page (HTML or XML), not a recording; the download may have failed",
    ],
  ])("%j stands in the place of a recording", async (text, message) => {
    expect(await failure(ascii(text))).toMatchObject({ code: "unreadable", message });
  });

  const ftyp = join([0, 0, 0, 32], ascii("ftypM4A "));
  const adts = join([0xff, 0xf1, 0x50, 0x80, 1, 0x1f, 0xfc], [0]);
  test.each([
    ["M4A", ftyp],
    ["WebM", Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3)],
    ["AMR", ascii("#!AMR\n....")],
    ["WMA", Uint8Array.of(0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0)],
    ["CAF", ascii("caff\0\x01")],
    ["AAC", adts],
  ])("%s is unsupported", async (codec, bytes) => {
    const { code, message } = await failure(bytes);
    expect(code).toBe("unsupported");
    expect(message).toContain(codec);
  });
});
