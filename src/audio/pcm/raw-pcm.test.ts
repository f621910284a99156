import { describe, expect, test } from "vitest";
import { ascii, join } from "../joined.fixture.ts";
import { recording } from "../recordings.fixture.ts";
import { decodePcm, openPcmStream, PCM_ENCODINGS } from "./raw-pcm.ts";

/** One half and minus one quarter, or as near as an encoding comes. */
const BYTES: Readonly<Record<(typeof PCM_ENCODINGS)[number], readonly number[]>> = {
  s16le: [0, 0x40, 0, 0xe0],
  s16be: [0x40, 0, 0xe0, 0],
  u8: [192, 96],
  s8: [64, 0xe0],
  s24le: [0, 0, 0x40, 0, 0, 0xe0],
  s24be: [0x40, 0, 0, 0xe0, 0, 0],
  s32le: [0, 0, 0, 0x40, 0, 0, 0, 0xe0],
  s32be: [0x40, 0, 0, 0, 0xe0, 0, 0, 0],
  f32le: [0, 0, 0, 0x3f, 0, 0, 0x80, 0xbe],
  f32be: [0x3f, 0, 0, 0, 0xbe, 0x80, 0, 0],
  f64le: [0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 0, 0, 0, 0, 0, 0, 0xd0, 0xbf],
  f64be: [0x3f, 0xe0, 0, 0, 0, 0, 0, 0, 0xbf, 0xd0, 0, 0, 0, 0, 0, 0],
  alaw: [0xa5, 0x35],
  ulaw: [0x8f, 0x1f],
};

test.each(PCM_ENCODINGS)("%s", async (encoding) => {
  const bytes = Uint8Array.from(BYTES[encoding]);
  const audio = await decodePcm(bytes, { sampleRate: 16000, encoding });
  expect(audio).toMatchObject({ sampleRate: 16000, format: "pcm", warnings: [] });
  const [half, quarter] = audio.channels[0]!;
  // the laws have 4 bits of mantissa
  const tolerance = encoding.endsWith("law") ? 0.02 : 0;
  expect(Math.abs(half! - 0.5)).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(quarter! + 0.25)).toBeLessThanOrEqual(tolerance);
});

test("one channel of 16 bits is the default; a last sample that is not whole is left out", async () => {
  const { channels } = await decodePcm(Uint8Array.of(0, 0x40, 0, 0xe0, 1), { sampleRate: 8000 });
  expect(channels).toEqual([Float32Array.of(0.5, -0.25)]);
});

test("channels are interleaved, also where a piece ends between them", async () => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(0, 0x40, 0);
    yield Uint8Array.of(0xe0, 0, 0x20, 0, 0);
  }
  const stream = await openPcmStream(pieces(), { sampleRate: 8000, channels: 2 });
  const blocks: (readonly Float32Array[])[] = [];
  for await (const block of stream.blocks) blocks.push(block);
  expect(blocks).toEqual([[Float32Array.of(0.5, 0.25), Float32Array.of(-0.25, 0)]]);
  expect(stream).toMatchObject({ channelCount: 2, expectedLength: undefined });
});

test("nothing is a recording without samples", async () => {
  const { channels, warnings } = await decodePcm(new Uint8Array(0), { sampleRate: 8000 });
  expect(channels).toEqual([new Float32Array(0)]);
  expect(warnings).toEqual(["empty: the file holds no samples"]);
});

describe("input with a header of its own", () => {
  test.each([
    ["WAV PCM_16", "a WAV file with 8000 Hz and 2 channels in its header"],
    ["AIFF PCM_16", "an AIFF file with 8000 Hz and 2 channels in its header"],
    ["AU PCM_24", "an AU file with 8000 Hz and 1 channel in its header"],
    ["FLAC of 16 bits", "a FLAC file with 16000 Hz and 2 channels in its header"],
    ["MP3 with tags", "MPEG audio (MP3) with 16000 Hz and 1 channel in its header"],
    ["MP3 of 16 kHz without one", "MPEG audio (MP3) with 16000 Hz and 1 channel in its header"],
    ["Ogg Opus stereo", "an Ogg file with 48000 Hz and 2 channels in its header"],
  ])("is refused: %s", async (name, found) => {
    const bytes = recording(name);
    const message = `x: is not raw PCM but ${found}; leave out the rate (--rate), or set raw: true (--raw) if the samples only look like a header`;
    await expect(decodePcm(bytes, { sampleRate: 16_000, name: "x" })).rejects.toMatchObject({
      code: "invalid-argument",
      message,
    });
    const { channels } = await decodePcm(bytes, { sampleRate: 16_000, raw: true });
    expect(channels[0]).toHaveLength(Math.floor(bytes.length / 2));
  });

  test("is refused where Affekt does not decode it, too", async () => {
    const m4a = join([0, 0, 0, 32], ascii("ftypM4A "), new Uint8Array(40));
    await expect(decodePcm(m4a, { sampleRate: 16_000 })).rejects.toThrow(
      "raw PCM: is not raw PCM but MP4, M4A or MOV audio; leave out",
    );
  });
});

test("samples that are like some first bytes of frames are samples", async () => {
  const samples = Uint8Array.from({ length: 4000 }, (_, i) => [0xff, 0xfb, 0x90, 0x64][i % 4]!);
  expect((await decodePcm(samples, { sampleRate: 8000 })).channels[0]).toHaveLength(2000);
});

test.each([
  [{ sampleRate: 0 }, "sampleRate must be an integer in [1000, 1000000], got 0"],
  [{ sampleRate: 22_050.5 }, "sampleRate must be an integer in [1000, 1000000], got 22050.5"],
  [{ sampleRate: 8000, channels: 0 }, "channels must be an integer in [1, 1024], got 0"],
  [{ sampleRate: 8000, channels: 1.5 }, "channels must be an integer in [1, 1024], got 1.5"],
  [{ sampleRate: 8000, encoding: "mp3" as "u8" }, "encoding must be one of s16le, "],
])("refuses %j", async (options, found) => {
  await expect(decodePcm(new Uint8Array(8), options)).rejects.toMatchObject({
    code: "invalid-argument",
    message: expect.stringContaining(found) as unknown,
  });
});
