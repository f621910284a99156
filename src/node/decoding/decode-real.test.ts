import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeAudio } from "../../audio/decode.ts";

const DATA = new URL("../../../../shared/data/", import.meta.url);
const read = (path: string): Uint8Array => readFileSync(new URL(path, DATA));

/** The MD5 sum over interleaved 16-bit samples, which the encoder of a FLAC file left in its stream information. */
function sumOfSamples(channels: readonly Float32Array[]): string {
  const bytes = new DataView(new ArrayBuffer(channels[0]!.length * channels.length * 2));
  for (const [c, channel] of channels.entries()) {
    for (const [i, sample] of channel.entries()) {
      bytes.setInt16((i * channels.length + c) * 2, sample * 32768, true);
    }
  }
  return createHash("md5").update(bytes).digest("hex");
}

describe.skipIf(!existsSync(DATA))(
  "real recordings (skipped where ../shared/data is absent)",
  () => {
    test("FLAC decodes to the samples that were encoded", async () => {
      for (const actor of readdirSync(new URL("ravdess-speech", DATA))) {
        const folder = `ravdess-speech/${actor}`;
        if (!actor.startsWith("Actor_")) continue;
        const [file = ""] = readdirSync(new URL(folder, DATA));
        const bytes = read(`${folder}/${file}`);
        const { channels, warnings, sampleRate } = await decodeAudio(bytes, { name: file });
        expect(warnings).toEqual([]);
        expect(sampleRate).toBe(48000);
        expect(sumOfSamples(channels)).toBe(Buffer.from(bytes.subarray(26, 42)).toString("hex"));
      }
    });

    // Lengths as opusdec of opus-tools gives them.
    test.each([
      ["crema-d/1007_IEO_ANG_MD.opus", 16000, 129729],
      ["crema-d/1080_IWL_DIS_XX.opus", 16000, 176175],
      ["emo-db/13a05Lc.opus", 16000, 160935],
    ])("Opus has the length of the recording: %s", async (path, originalSampleRate, length) => {
      const { channels, ...rest } = await decodeAudio(read(path), { name: path });
      expect(channels.map((channel) => channel.length)).toEqual([length]);
      expect(rest).toEqual({
        sampleRate: 48000,
        originalSampleRate,
        format: "ogg-opus",
        warnings: [],
      });
    });

    // Lengths and rates as libsndfile gives them.
    test.each([
      ["YAF_germ_angry.wav", "aiff", 24414, 53847],
      ["YAF_neat_fear.wav", "aiff", 24414, 40156],
      ["OA_bite_neutral.wav", "wav", 24414, 51589],
      ["03-02-01-01-01-01-01.wav", "wav", 48000, 203404],
    ])("the odd %s is %s", async (name, format, sampleRate, length) => {
      const { channels, ...rest } = await decodeAudio(read(`oddities/${name}`), { name });
      expect(channels.map((channel) => channel.length)).toEqual([length]);
      expect(rest).toEqual({ sampleRate, format, warnings: [] });
    });
  },
);
