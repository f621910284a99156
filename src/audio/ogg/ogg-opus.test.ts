import { expect, test } from "vitest";
import { decodeAudio } from "../decode.ts";

import { repairPages } from "./ogg-pages.fixture.ts";
import { recording } from "../recordings.fixture.ts";
import { returnOpusDecoder, takeOpusDecoder } from "./opus-decoders.ts";

const OPUS = recording("Ogg Opus mono");
/** The offset of the identification header: it follows a page header with one piece. */
const HEAD = 28;

/** The file after a change, with fitting checksums. */
function changed(change: (view: DataView) => void): Uint8Array {
  const bytes = OPUS.slice();
  change(new DataView(bytes.buffer));
  return repairPages(bytes);
}

const lastPage = OPUS.findLastIndex(
  (_, at) => String.fromCharCode(...OPUS.subarray(at, at + 4)) === "OggS",
);
const [whole] = (await decodeAudio(OPUS)).channels;

test("the header's gain is applied", async () => {
  const louder = changed((view) => view.setInt16(HEAD + 16, 256 * 20, true));
  const { channels } = await decodeAudio(louder);
  // both are rounded to 16 bits, one before the factor
  const step = 1 / 32768;
  const farthest = Math.max(...channels[0]!.map((x, i) => Math.abs(x - whole![i]! * 10)));
  expect(farthest).toBeLessThanOrEqual(5.5 * step);
  expect(Math.max(...channels[0]!)).toBeGreaterThan(100 * step);
});

test("the header's pre-skip is left out at the start", async () => {
  const skipped = new DataView(OPUS.buffer).getUint16(HEAD + 10, true);
  const more = changed((view) => view.setUint16(HEAD + 10, skipped + 100, true));
  const { channels } = await decodeAudio(more);
  expect(channels).toEqual([whole!.subarray(100)]);
});

test("the last granule position is the end", async () => {
  const position = new DataView(OPUS.buffer).getUint32(lastPage + 6, true);
  const less = changed((view) => view.setUint32(lastPage + 6, position - 100, true));
  const { channels, warnings } = await decodeAudio(less);
  expect(channels).toEqual([whole!.subarray(0, -100)]);
  expect(warnings).toEqual([]);
});

test("a decoder that begins anew gives the same samples, after damage and beside others", async () => {
  const damaged = OPUS.slice();
  damaged.fill(0xff, -600, -300);
  await decodeAudio(repairPages(damaged));
  const stereo = recording("Ogg Opus stereo");
  const all = await Promise.all([OPUS, stereo, OPUS, stereo].map((bytes) => decodeAudio(bytes)));
  const again = await decodeAudio(stereo);
  expect(all.map(({ channels }) => channels)).toEqual([
    [whole],
    again.channels,
    [whole],
    again.channels,
  ]);
});

test("a decoder that has begun anew thousands of times gives the same samples", async () => {
  const layout = {
    channels: 1,
    streamCount: 1,
    coupledStreamCount: 0,
    channelMappingTable: [0],
  };
  for (let i = 0; i < 5000; i++) returnOpusDecoder(await takeOpusDecoder(layout));
  expect((await decodeAudio(OPUS)).channels).toEqual([whole]);
});

test.each([
  ["a newer version", (view: DataView) => view.setUint8(HEAD + 8, 16), "broken header"],
  ["no channels", (view: DataView) => view.setUint8(HEAD + 9, 0), "0 channels"],
  ["ambisonics", (view: DataView) => view.setUint8(HEAD + 18, 2), "mapping family 2"],
])("refuses a header with %s", async (_, change, found) => {
  await expect(decodeAudio(changed(change))).rejects.toThrow(found);
});
