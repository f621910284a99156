import { expect, test } from "vitest";
import { decodeAudio } from "../decode.ts";
import { decodeInPieces } from "../fuzzing.fixture.ts";
import { recording } from "../recordings.fixture.ts";

const SAMPLES = Float32Array.of(0, 0.5, -1, 0.25);

function bigEndian(value: number, size: number): number[] {
  return Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** (size - 1 - i)) % 256);
}

function ascii(text: string): number[] {
  return Array.from(new TextEncoder().encode(text));
}

interface Header {
  readonly compression?: string;
  readonly channels?: number;
  readonly bits?: number;
  readonly frames?: number;
  /** The ten bytes of the sample rate. */
  readonly rate?: readonly number[];
  readonly sound?: boolean;
}

const RATE_44100 = [0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0];
/** 24414.0625 Hz. */
const RATE_24414 = [0x40, 0x0d, 0xbe, 0xbc, 0x20, 0, 0, 0, 0, 0];

function aiff({
  compression = "NONE",
  channels = 1,
  bits = 16,
  frames = SAMPLES.length,
  rate = RATE_44100,
  sound = true,
}: Header): Uint8Array {
  const data = [...SAMPLES].flatMap((sample) => bigEndian(sample * 32768 + 65536, 2));
  return Uint8Array.from([
    ...ascii("FORM"),
    ...bigEndian(0, 4),
    ...ascii("AIFCCOMM"),
    ...bigEndian(22, 4),
    ...bigEndian(channels, 2),
    ...bigEndian(frames, 4),
    ...bigEndian(bits, 2),
    ...rate,
    ...ascii(compression),
    ...(sound ? [...ascii("SSND"), ...bigEndian(8 + 2 + data.length, 4)] : []),
    ...(sound ? [...bigEndian(2, 4), ...bigEndian(0, 4), 99, 99, ...data] : []),
  ]);
}

test("sound before its description is held until that comes, in pieces, too", async () => {
  const bytes = recording("AIFF with its sound before its description");
  const whole = await decodeAudio(bytes);
  for (const size of [1, 7, 100]) expect(await decodeInPieces(bytes, size)).toEqual(whole);
  await expect(decodeAudio(bytes.subarray(0, 200))).rejects.toThrow("without a common chunk");
});

test("samples begin after the offset that the sound chunk tells", async () => {
  const { channels, sampleRate, warnings } = await decodeAudio(aiff({}));
  expect({ channels, sampleRate, warnings }).toEqual({
    channels: [SAMPLES],
    sampleRate: 44100,
    warnings: [],
  });
});

test("a sample rate with a fraction is rounded", async () => {
  expect((await decodeAudio(aiff({ rate: RATE_24414 }))).sampleRate).toBe(24414);
});

test("blocks of a compression are counted by the size of the sound", async () => {
  const bytes = recording("AIFC ima4 stereo by libsndfile");
  const view = new DataView(bytes.buffer);
  const common = bytes.findIndex((_, at) => view.getUint32(at) === 0x434f4d4d);
  const { channels } = await decodeAudio(bytes);
  for (const count of [1, 320, 0]) {
    view.setUint32(common + 10, count);
    expect(await decodeAudio(bytes)).toMatchObject({ channels, warnings: [] });
  }
});

test("fewer samples than promised are a truncated file, without a sound chunk it is empty", async () => {
  const cut = await decodeAudio(aiff({ frames: 0xffffffff }));
  expect(cut.channels).toEqual([SAMPLES]);
  expect(cut.warnings).toEqual([
    "truncated: the header promises 4294967295 samples a channel, 4 could be read",
  ]);
  const empty = await decodeAudio(aiff({ sound: false, channels: 2 }));
  expect(empty.channels.map(({ length }) => length)).toEqual([0, 0]);
  expect(empty.warnings).toEqual([
    "truncated: the header promises 4 samples a channel, 0 could be read",
    "empty: the file holds no samples",
  ]);
});

test.each([
  ["another codec", { compression: "QDMC" }, "unsupported", '"QDMC"'],
  ["no bits", { bits: 0 }, "unreadable", "0 bits"],
  ["33 bits", { bits: 33 }, "unreadable", "33 bits"],
  ["no channels", { channels: 0 }, "unreadable", "0 channels"],
  ["a rate of zero", { rate: bigEndian(0, 10) }, "unreadable", "0 Hz"],
  [
    "an infinite rate",
    { rate: [0x7f, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0] },
    "unreadable",
    "Infinity Hz",
  ],
])("refuses a header with %s", async (_, header, code, found) => {
  const message: unknown = expect.stringContaining(found);
  await expect(decodeAudio(aiff(header))).rejects.toThrow(
    expect.objectContaining({ code, message }),
  );
});
