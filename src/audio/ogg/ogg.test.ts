import { describe, expect, test } from "vitest";
import { ByteReader, onePiece } from "../byte-reader.ts";
import { decodeAudio } from "../decode.ts";
import { join } from "../joined.fixture.ts";
import { recording } from "../recordings.fixture.ts";
import { resample } from "../resample/resample.ts";
import { chainedSeconds, OGG_PAGE_BYTES, oggSeconds } from "./ogg-length.ts";
import { repairPages } from "./ogg-pages.fixture.ts";

const OPUS = recording("Ogg Opus mono");
const OPUS_STEREO = recording("Ogg Opus stereo");
const VORBIS = recording("Ogg Vorbis");
const VORBIS_STEREO = recording("Ogg Vorbis stereo");
const FLAC = recording("FLAC in Ogg");

function joined(...parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

/** The file as another stream. */
function withSerial(bytes: Uint8Array, serial: number): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  for (let at = 0; at + 27 < changed.length;) {
    view.setUint32(at + 14, serial, true);
    const lacing = changed.subarray(at + 27, at + 27 + changed[at + 26]!);
    at += 27 + lacing.length + lacing.reduce((sum, length) => sum + length, 0);
  }
  return repairPages(changed);
}

/** The file with another marker in its first packet, whose codec Affekt does not read. */
function withCodec(bytes: Uint8Array, marker: string): Uint8Array {
  const changed = bytes.slice();
  for (let i = 0; i < marker.length; i++) changed[28 + i] = marker.charCodeAt(i);
  return repairPages(changed);
}

describe("a chained file", () => {
  test.each([
    ["Opus", OPUS, withSerial(OPUS, 9)],
    ["Opus under the same number", OPUS, OPUS],
    ["Vorbis", VORBIS, withSerial(VORBIS, 9)],
    ["FLAC", FLAC, withSerial(FLAC, 9)],
  ])("of %s is read to its end", async (_, first, second) => {
    const { channels, warnings } = await decodeAudio(join(first, second, first));
    const whole = await decodeAudio(first);
    expect(channels).toEqual(whole.channels.map((channel) => joined(channel, channel, channel)));
    expect(warnings).toEqual([]);
  });

  test("of other rates and channels is resampled and mixed, with warnings", async () => {
    const [first, second] = [await decodeAudio(VORBIS), await decodeAudio(VORBIS_STEREO)];
    const { channels, sampleRate, warnings } = await decodeAudio(join(VORBIS, VORBIS_STEREO));
    const mean = second.channels[0]!.map((sample, i) => (sample + second.channels[1]![i]!) / 2);
    const more = resample(mean, { from: 44_100, to: 16_000 });
    expect(sampleRate).toBe(16_000);
    expect(channels).toEqual([joined(first.channels[0]!, more)]);
    expect(warnings).toEqual([
      "changing sample rate: 44100 Hz from 0.20 s on, resampled to 16000 Hz",
      "changing channels: 2 channels from 0.20 s on, mixed to 1",
    ]);
  });

  test("of several codecs is read, too; a codec without a decoder is left out", async () => {
    const speex = withCodec(withSerial(OPUS, 5), "Speex   ");
    const { channels, format, warnings } = await decodeAudio(join(OPUS, speex, VORBIS));
    const [first, second] = [await decodeAudio(OPUS), await decodeAudio(VORBIS)];
    const more = resample(second.channels[0]!, { from: 16_000, to: 48_000 });
    expect(format).toBe("ogg-opus");
    expect(channels).toEqual([joined(first.channels[0]!, more)]);
    expect(warnings).toContain("left out: a chained stream is Ogg Speex");
    await expect(decodeAudio(speex)).rejects.toMatchObject({ code: "unsupported" });
  });

  test("one of whose links is broken is read around it", async () => {
    const broken = VORBIS_STEREO.slice();
    broken[28 + 11] = 0; // channels
    const { channels, warnings } = await decodeAudio(join(OPUS, repairPages(broken), OPUS_STEREO));
    const [first, last] = [await decodeAudio(OPUS), await decodeAudio(OPUS_STEREO)];
    expect(channels[0]).toHaveLength(first.channels[0]!.length + last.channels[0]!.length);
    expect(warnings).toContain("damaged: one of the chained streams cannot be decoded");
  });

  test("passes an error of its source on in a later link, too", async () => {
    const failure = new Error("the line went dead");
    async function* dying(): AsyncGenerator<Uint8Array> {
      yield join(OPUS, OPUS.subarray(0, 200));
      throw failure;
    }
    const { openAudioStream } = await import("../decode.ts");
    const { blocks } = await openAudioStream(dying());
    const drain = async (): Promise<void> => {
      for await (const _ of blocks);
    };
    await expect(drain()).rejects.toBe(failure);
  });
});

const reader = (bytes: Uint8Array): ByteReader => new ByteReader(onePiece(bytes));
const endsOf = (bytes: Uint8Array): Promise<number | undefined> =>
  oggSeconds(reader(bytes.subarray(0, OGG_PAGE_BYTES)), bytes.subarray(-OGG_PAGE_BYTES));

describe("the length", () => {
  test.each([
    ["Opus", OPUS],
    ["Opus in stereo", OPUS_STEREO],
    ["Vorbis", VORBIS],
    ["Vorbis in stereo", VORBIS_STEREO],
    ["FLAC", FLAC],
  ])("of %s is what is decoded, told by its ends and by all of it", async (_, bytes) => {
    const { channels, sampleRate } = await decodeAudio(bytes);
    const seconds = channels[0]!.length / sampleRate;
    expect(await endsOf(bytes)).toBeCloseTo(seconds, 5);
    expect(await chainedSeconds(reader(bytes))).toBeCloseTo(seconds, 5);
  });

  test("of a chained file is the sum of its links', which only all of it tells", async () => {
    const bytes = join(OPUS, VORBIS_STEREO, VORBIS, FLAC);
    const parts = await Promise.all(
      [OPUS, VORBIS_STEREO, VORBIS, FLAC].map((one) => chainedSeconds(reader(one))),
    );
    expect(await endsOf(bytes)).toBeUndefined();
    const sum = parts.reduce((total, seconds) => total + seconds, 0);
    expect(await chainedSeconds(reader(bytes))).toBeCloseTo(sum, 9);
  });

  test.each([
    ["Opus", OPUS],
    ["Vorbis", VORBIS_STEREO],
  ])("of %s cut out of a longer stream does not count what came before", async (_, bytes) => {
    const later = bytes.slice();
    const view = new DataView(later.buffer);
    for (let at = 0; at + 27 < later.length;) {
      const granule = view.getBigInt64(at + 6, true);
      if (granule > 0n) view.setBigInt64(at + 6, granule + 48_000_000n, true);
      const lacing = later.subarray(at + 27, at + 27 + later[at + 26]!);
      at += 27 + lacing.length + lacing.reduce((sum, length) => sum + length, 0);
    }
    repairPages(later);
    const seconds = await endsOf(bytes);
    // packets of Vorbis do not tell how many samples they hold
    expect(Math.abs((await endsOf(later))! - seconds!)).toBeLessThan(0.2);
    expect(Math.abs((await chainedSeconds(reader(later))) - seconds!)).toBeLessThan(0.2);
  });

  test("of what is no Ogg file of sound is not known", async () => {
    expect(await endsOf(new Uint8Array(100))).toBeUndefined();
    expect(await chainedSeconds(reader(new Uint8Array(100)))).toBe(0);
  });
});
