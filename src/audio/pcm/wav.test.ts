import { describe, expect, test } from "vitest";
import { decodeAudio } from "../decode.ts";
import { encodeWav } from "./wav-write.ts";

const SAMPLES = Float32Array.of(0, 0.5, -0.5, 0.25, -1, 32767 / 32768);
const WAV = encodeWav({ channels: [SAMPLES], sampleRate: 16000 });

/** The file with some of its 32-bit fields set. */
function patched(fields: Readonly<Record<number, number>>, size: 2 | 4 = 4): Uint8Array {
  const bytes = WAV.slice();
  const view = new DataView(bytes.buffer);
  for (const [at, value] of Object.entries(fields)) {
    if (size === 2) view.setUint16(Number(at), value, true);
    else view.setUint32(Number(at), value, true);
  }
  return bytes;
}

/** The file with bytes after it. */
function followedBy(...bytes: readonly number[]): Uint8Array {
  return Uint8Array.from([...WAV, ...bytes]);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** The file with a chunk between its format and its data. */
function withChunk(
  id: string,
  content: readonly number[],
  padding: readonly number[] = content.length % 2 === 0 ? [] : [0],
): Uint8Array {
  const header = new TextEncoder().encode(id);
  const chunk = [...header, content.length, 0, 0, 0, ...content, ...padding];
  return Uint8Array.from([...WAV.subarray(0, 36), ...chunk, ...WAV.subarray(36)]);
}

test("what is written is read back, of 16 bits and of 32", async () => {
  const channels = [SAMPLES, SAMPLES.toReversed()];
  for (const bitsPerSample of [16, "32f"] as const) {
    const bytes = encodeWav({ channels, sampleRate: 44100 }, { bitsPerSample });
    expect(await decodeAudio(bytes)).toEqual({
      channels,
      sampleRate: 44100,
      format: "wav",
      warnings: [],
    });
  }
});

test("16 bits are rounded and clipped, floating point is neither", async () => {
  const channels = [Float32Array.of(2, -2, 0.6 / 32768, -0.6 / 32768)];
  expect([...(await decodeAudio(encodeWav({ channels, sampleRate: 8000 }))).channels[0]!]).toEqual([
    32767 / 32768,
    -1,
    1 / 32768,
    -1 / 32768,
  ]);
  const exact = encodeWav({ channels, sampleRate: 8000 }, { bitsPerSample: "32f" });
  expect((await decodeAudio(exact)).channels).toEqual(channels);
});

test("channels of different lengths cannot be written", () => {
  const channels = [new Float32Array(2), new Float32Array(3)];
  expect(() => encodeWav({ channels, sampleRate: 8000 })).toThrow(/lengths \[2, 3\]/u);
  expect(() => encodeWav({ channels: [], sampleRate: 8000 })).toThrow(/at least one/u);
});

test.each([
  ["an unknown chunk", withChunk("FLLR", [1, 2, 3, 4])],
  ["a chunk of odd length", withChunk("note", [1, 2, 3])],
  ["a chunk of odd length without padding", withChunk("note", [1, 2, 3], [])],
  ["a data size of zero", patched({ 4: 36, 40: 0 })],
  ["a data size of zero in a file of known size", patched({ 40: 0 })],
  ["a data size that says it is streamed", patched({ 4: 0xffffffff, 40: 0xffffffff })],
  ["a data size near 2 GB", patched({ 4: 0x7ffff024, 40: 0x7ffff000 })],
  ["another chunk after the sound", followedBy(...ascii("LIST"), 4, 0, 0, 0, 1, 2, 3, 4)],
  ["a tag after the sound", followedBy(...ascii("TAG"), ...new Uint8Array(125))],
  ["another tag after the sound", followedBy(...ascii("ID3"), 4, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4)],
  ["zeros after the sound", followedBy(...new Uint8Array(500))],
])("reads a file with %s", async (_, bytes) => {
  expect(await decodeAudio(bytes)).toMatchObject({ channels: [SAMPLES], warnings: [] });
});

test("a data size beyond the file's end is a truncated file", async () => {
  expect(await decodeAudio(patched({ 40: 1000 }))).toMatchObject({
    channels: [SAMPLES],
    warnings: ["truncated: the header promises 500 samples a channel, 6 could be read"],
  });
});

test("a data size that is too small does not end the sound", async () => {
  expect(await decodeAudio(patched({ 40: 4 }))).toMatchObject({
    channels: [SAMPLES],
    warnings: ["wrong size: the header promises 2 samples a channel, 6 were found and read"],
  });
});

test("samples in wider containers, which are filled up at the low end", async () => {
  const wide = Uint8Array.from([...WAV.subarray(0, 44), 0, 0, 0, 0x40, 0, 0xff, 0xff, 0x7f]);
  const view = new DataView(wide.buffer);
  view.setUint16(32, 4, true);
  view.setUint16(34, 24, true);
  view.setUint32(40, 8, true);
  const { channels } = await decodeAudio(wide);
  expect([...channels[0]!]).toEqual([0.5, 0x7fffff / 2 ** 23]);
});

test.each([
  [1, 4000],
  [1, 192_000],
  [1024, 8000],
])("one sample of %i channels at %i Hz", async (count, sampleRate) => {
  const channels = Array.from({ length: count }, (_, c) => Float32Array.of(c / 2048));
  const audio = await decodeAudio(encodeWav({ channels, sampleRate }));
  expect(audio).toMatchObject({ channels, sampleRate, warnings: [] });
});

test("a claimed size near 4 GB with RF64 allocates no more than the file holds", async () => {
  const ds64 = withChunk("ds64", [
    ...new Uint8Array(8),
    0,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    ...new Uint8Array(8),
  ]);
  new DataView(ds64.buffer).setUint32(36 + 8 + 24 + 4, 0xffffffff, true);
  const { channels, warnings } = await decodeAudio(ds64);
  expect(channels).toEqual([SAMPLES]);
  expect(warnings).toEqual([expect.stringMatching(/promises 2147483648 samples a channel, 6 /u)]);
});

test("a promise of terabytes allocates no more than the file holds", async () => {
  const sizes = new DataView(new ArrayBuffer(24));
  sizes.setBigUint64(8, 2n ** 43n, true);
  const bytes = withChunk("ds64", [...new Uint8Array(sizes.buffer)]);
  new DataView(bytes.buffer).setUint32(36 + 8 + 24 + 4, 0xffffffff, true);
  const { channels, warnings } = await decodeAudio(bytes);
  expect(channels).toEqual([SAMPLES]);
  expect(warnings).toEqual([expect.stringContaining(`promises ${2 ** 42} samples a channel, 6 `)]);
});

test("the lowest rate", async () => {
  expect((await decodeAudio(patched({ 24: 1000 }))).sampleRate).toBe(1000);
});

describe("refused headers", () => {
  test.each([
    ["0 Hz", patched({ 24: 0 }), "unreadable", "0 Hz"],
    [
      "999 Hz",
      patched({ 24: 999 }),
      "unreadable",
      "a sample rate of 999 Hz, outside 1000 to 1000000 Hz",
    ],
    ["2 MHz", patched({ 24: 2e6 }), "unreadable", "2000000 Hz"],
    ["no channels", patched({ 22: 0 }, 2), "unreadable", "0 channels"],
    ["1025 channels", patched({ 22: 1025 }, 2), "unreadable", "1025 channels"],
    ["0 bits", patched({ 34: 0 }, 2), "unreadable", "0 bits"],
    ["GSM", patched({ 20: 0x31 }, 2), "unsupported", "GSM 6.10"],
    ["ADPCM in blocks too small", patched({ 20: 2 }, 2), "unreadable", "blocks of 2 bytes"],
    ["an unknown codec", patched({ 20: 0x1234 }, 2), "unsupported", "codec 0x1234"],
    ["no data chunk", WAV.subarray(0, 36), "unreadable", "without a data chunk"],
    ["no format chunk", WAV.subarray(0, 12), "unreadable", "without a format chunk"],
    [
      "the sound before its format",
      Uint8Array.from([...WAV.subarray(0, 12), ...WAV.subarray(36), ...WAV.subarray(12, 36)]),
      "unreadable",
      "without a format chunk",
    ],
  ])("%s", async (_, bytes, code, found) => {
    const message: unknown = expect.stringContaining(found);
    await expect(decodeAudio(bytes)).rejects.toThrow(expect.objectContaining({ code, message }));
  });
});
