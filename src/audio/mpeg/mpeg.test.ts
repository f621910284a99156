import { describe, expect, test } from "vitest";
import { Random } from "../../math/statistics/random.ts";
import type { AudioData } from "../audio-data.ts";
import { decodeAudio } from "../decode.ts";
import { apeTag, ascii, id3, join } from "../joined.fixture.ts";
import { recording } from "../recordings.fixture.ts";
import { resample } from "../resample/resample.ts";

const STEREO = recording("MP3 with a LAME header");
const MONO = recording("MP3 of 16 kHz without one");
const OTHER_MONO = recording("MP3 of 22.05 kHz");
const LAYER_TWO = recording("MPEG layer II stereo");
const LAYER_ONE = recording("MPEG layer I");

function junk(length: number): Uint8Array {
  const random = new Random(length);
  return Uint8Array.from({ length }, () => random.integer(256));
}

const decode = (...parts: readonly ArrayLike<number>[]): Promise<AudioData> =>
  decodeAudio(join(...parts));

describe("frames are found", () => {
  test.each([
    ["zeros", new Uint8Array(20_000)],
    ["many zeros", new Uint8Array(65_000)],
    ["some bytes of anything", junk(4097)],
    ["many bytes of anything", junk(65_000)],
    ["a tag", id3(100)],
    ["a tag with a picture", id3(300_000)],
    ["tag after tag", join(id3(10), id3(0), id3(5000))],
    ["an APE tag", apeTag(200)],
    ["an ID3v1 tag", join(ascii("TAG"), new Uint8Array(125))],
    ["a tag and zeros", join(id3(70_000), new Uint8Array(60_000))],
    ["zeros and a tag with a picture", join(new Uint8Array(3000), id3(300_000))],
    ["anything, a tag, anything", join(junk(5000), apeTag(200_000), junk(60_000))],
    ["a tag that is longer than it says", join(id3(100), junk(3000))],
  ])("behind %s", async (_, leading) => {
    expect(await decode(leading, STEREO)).toEqual(await decode(STEREO));
    expect(await decode(leading, LAYER_TWO)).toEqual(await decode(LAYER_TWO));
  });

  test("behind the head of a tag that claims more than the file holds", async () => {
    const tag = id3(0);
    tag[7] = 0x7f;
    expect((await decode(tag, new Uint8Array(20), STEREO)).channels).toEqual(
      (await decode(STEREO)).channels,
    );
  });

  test("in a RIFF file that does not say that it is WAVE", async () => {
    const wrapped = join(ascii("RIFF"), [0, 0, 0, 0], ascii("RMP3data"), [0, 0, 0, 0], STEREO);
    expect((await decode(wrapped)).channels).toEqual((await decode(STEREO)).channels);
  });

  test("of layer I behind zeros", async () => {
    expect(await decode(new Uint8Array(500), LAYER_ONE)).toEqual(await decode(LAYER_ONE));
  });
});

test("data with the first bytes of frames in it is not taken for them", async () => {
  const random = new Random(1);
  for (const layer of [0xfb, 0xfd, 0xff]) {
    // as tables of negative numbers in programs have them
    const words = Array.from({ length: 20_000 }, () => [
      random.integer(256),
      random.integer(8),
      0xff,
      layer,
    ]).flat();
    await expect(decode([1], words)).rejects.toMatchObject({ code: "unreadable" });
  }
});

describe("files that were joined", () => {
  test("at one rate are read to their end, each without its encoder's delay", async () => {
    const { channels, warnings } = await decode(STEREO, STEREO);
    const [left, right] = (await decode(STEREO)).channels;
    expect(channels).toEqual([join32(left!, left!), join32(right!, right!)]);
    expect(warnings).toEqual([]);
  });

  test.each([
    ["tags", join(ascii("TAG"), new Uint8Array(125), id3(500)), []],
    ["something else", junk(700), ["damaged: stretches without an intact frame: 1"]],
  ])("with %s between them", async (_, between, warnings) => {
    const { channels } = await decode(STEREO, STEREO);
    expect(await decode(STEREO, between, STEREO)).toMatchObject({ channels, warnings });
  });

  test("another rate is resampled, with a warning", async () => {
    const first = await decode(MONO);
    const second = await decode(OTHER_MONO);
    const { channels, sampleRate, warnings } = await decode(MONO, OTHER_MONO, MONO);
    const between = resample(second.channels[0]!, { from: 22_050, to: 16_000 });
    expect(sampleRate).toBe(16_000);
    expect(channels).toEqual([join32(first.channels[0]!, between, first.channels[0]!)]);
    const seconds = (first.channels[0]!.length / 16_000).toFixed(2);
    expect(warnings).toEqual([
      `changing sample rate: 22050 Hz from ${seconds} s on and 1 more change, resampled to 16000 Hz`,
    ]);
  });

  test("other channels are mixed, with a warning where some are lost", async () => {
    const mono = await decode(OTHER_MONO);
    const stereo = await decode(STEREO);
    const [left, right] = stereo.channels.map((channel) =>
      resample(channel, { from: 24_000, to: 22_050 }),
    );
    const mixed = await decode(OTHER_MONO, STEREO);
    const mean = left!.map((sample, i) => (sample + right![i]!) / 2);
    expect(mixed.channels).toHaveLength(1);
    const tail = mixed.channels[0]!.subarray(mono.channels[0]!.length);
    expect(tail).toHaveLength(mean.length);
    for (const [i, sample] of tail.entries()) expect(sample).toBeCloseTo(mean[i]!, 5);
    expect(mixed.warnings).toContainEqual(
      expect.stringMatching(/^changing channels: 2 channels from \d\.\d\d s on, mixed to 1$/u),
    );
    const doubled = await decode(STEREO, OTHER_MONO);
    expect(doubled.channels).toHaveLength(2);
    expect(doubled.channels[0]!.subarray(-1000)).toEqual(doubled.channels[1]!.subarray(-1000));
  });

  test("layers change", async () => {
    const { channels, format } = await decode(LAYER_TWO, STEREO);
    const [first, second] = [await decode(LAYER_TWO), await decode(STEREO)];
    expect(format).toBe("mp2");
    expect(channels).toEqual(
      first.channels.map((channel, c) =>
        join32(channel, resample(second.channels[c]!, { from: 24_000, to: 44_100 })),
      ),
    );
  });

  test("one that is cut off before the next is truncated", async () => {
    const whole = await decode(STEREO);
    const { channels, warnings } = await decode(STEREO.subarray(0, STEREO.length - 100), STEREO);
    expect(channels.map((channel) => channel.slice(-whole.channels[0]!.length))).toEqual(
      whole.channels,
    );
    expect(warnings).toEqual([
      expect.stringMatching(/^truncated: /u),
      "damaged: stretches without an intact frame: 1",
    ]);
  });
});

function join32(...parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}
