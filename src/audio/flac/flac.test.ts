import { expect, test } from "vitest";
import { decodeAudio } from "../decode.ts";
import { ascii, id3, join } from "../joined.fixture.ts";
import { recording } from "../recordings.fixture.ts";
import { resample } from "../resample/resample.ts";

const STEREO = recording("FLAC of 16 bits");
const OTHER_BITS = recording("FLAC of 24 bits");
const OTHER_RATE = recording("FLAC of one sample");
const SIX = recording("FLAC of six channels");
const STREAMED = recording("FLAC that does not know its length");

/** The offset of the first frame. */
function firstFrame(bytes: Uint8Array): number {
  for (let at = 4; ;) {
    const length = (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
    const isLast = bytes[at]! >= 0x80;
    at += 4 + length;
    if (isLast) return at;
  }
}

const withoutHeader = (bytes: Uint8Array): Uint8Array => bytes.subarray(firstFrame(bytes));
const tag = join(ascii("TAG"), new Uint8Array(125));

function joined(...parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

test.each([
  ["another file", STEREO, STEREO],
  ["one of other bits", STEREO, OTHER_BITS],
  ["one after tags", STEREO, join(tag, id3(50), STEREO)],
  ["one after one that does not know its length", STREAMED, STREAMED],
])("%s that follows is read, too", async (_, first, second) => {
  const { channels, warnings } = await decodeAudio(join(first, second));
  const [before, after] = [await decodeAudio(first), await decodeAudio(second)];
  expect(channels).toEqual(
    before.channels.map((channel, c) => joined(channel, after.channels[c]!)),
  );
  expect(warnings).toEqual([]);
});

test("one of another rate is resampled, of other channels mixed, with warnings", async () => {
  const { channels, sampleRate, warnings } = await decodeAudio(join(STEREO, OTHER_RATE, SIX));
  const [first, second, third] = await Promise.all(
    [STEREO, OTHER_RATE, SIX].map((bytes) => decodeAudio(bytes)),
  );
  const length = (audio: typeof first): number =>
    resample(audio!.channels[0]!, { from: audio!.sampleRate, to: 16_000 }).length;
  expect(sampleRate).toBe(16_000);
  expect(channels.map((channel) => channel.length)).toEqual([
    length(first) + length(second) + length(third),
    length(first) + length(second) + length(third),
  ]);
  expect(channels[0]!.subarray(0, length(first))).toEqual(first!.channels[0]);
  expect(warnings).toEqual([
    "changing sample rate: 4000 Hz from 0.03 s on and 1 more change, resampled to 16000 Hz",
    "changing channels: 1 channel from 0.03 s on and 1 more change, mixed to 2",
  ]);
});

test("frames of another file without its header are told by their own", async () => {
  const { channels, warnings } = await decodeAudio(
    join(STREAMED, withoutHeader(SIX), withoutHeader(STREAMED)),
  );
  const [first, second] = [await decodeAudio(STREAMED), await decodeAudio(SIX)];
  const mean = second.channels[0]!.map(
    (_, i) => second.channels.reduce((sum, channel) => sum + channel[i]!, 0) / 6,
  );
  expect(channels[0]).toEqual(joined(first.channels[0]!, mean, first.channels[0]!));
  expect(warnings).toEqual([
    "changing channels: 6 channels from 0.02 s on and 1 more change, mixed to 2",
  ]);
});

test("frames of another rate than the ones before are resampled", async () => {
  const { channels, warnings } = await decodeAudio(join(STEREO, withoutHeader(STREAMED)));
  const [first, second] = [await decodeAudio(STEREO), await decodeAudio(STREAMED)];
  const more = resample(second.channels[1]!, { from: second.sampleRate, to: 16_000 });
  expect(channels[1]).toEqual(joined(first.channels[1]!, more));
  expect(warnings).toEqual([
    "wrong size: the header promises 480 samples a channel, 640 were found and read",
    "changing sample rate: 8000 Hz from 0.03 s on, resampled to 16000 Hz",
  ]);
});

test("a tag at the end is no damage", async () => {
  expect(await decodeAudio(join(STEREO, tag))).toEqual(await decodeAudio(STEREO));
  expect(await decodeAudio(join(STREAMED, tag))).toEqual(await decodeAudio(STREAMED));
});

test("a header that follows and is broken ends the recording with a warning", async () => {
  const broken = STEREO.slice(0, 60);
  broken[4] = 4;
  const { channels, warnings } = await decodeAudio(join(STEREO, broken));
  expect(channels).toEqual((await decodeAudio(STEREO)).channels);
  expect(warnings).toEqual(["damaged: a FLAC stream that follows cannot be read"]);
});
