import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { encodeWav } from "../audio/pcm/wav-write.ts";
import { checkRecordings, type DataReport } from "../corpora/check/check.ts";
import { inlinePool } from "../parallel/inline-pool.ts";
import { JOBS } from "./workers/jobs.ts";
import { inspectRecordings } from "./inspect-recordings.ts";
import { openSources } from "./sources/sources.ts";

const DATA = fileURLToPath(new URL("../../../shared/data", import.meta.url));

const pool = inlinePool(JOBS);

async function checkSources(...names: string[]): Promise<DataReport> {
  const { recordings, problems, close } = await openSources(names);
  try {
    return checkRecordings(await inspectRecordings(recordings, { pool }), problems);
  } finally {
    await close();
  }
}

test("sound, silent, short, clipped, empty, broken and no audio at all", async () => {
  const folder = await mkdtemp(join(tmpdir(), "affekt-check-"));
  try {
    const tone = Float32Array.from({ length: 8000 }, (_, i) => Math.sin(i / 5));
    const put = (name: string, bytes: string | Uint8Array): Promise<void> =>
      writeFile(join(folder, name), bytes);
    const wav = (samples: Float32Array, channels = 1): Uint8Array =>
      encodeWav({ channels: Array.from({ length: channels }, () => samples), sampleRate: 8000 });
    const sound = wav(tone.map((x) => x / 2));
    await put("a-sound.wav", sound);
    await put(
      "b-stereo.wav",
      wav(
        tone.map((x) => x / 2),
        2,
      ),
    );
    await put("c-silent.wav", wav(new Float32Array(8000)));
    await put("d-short.wav", wav(tone.subarray(0, 400)));
    await put("e-clipped.wav", wav(tone.map((x) => 2 * x)));
    await put("f-truncated.wav", sound.subarray(0, 12_000));
    await put("g-empty.wav", "");
    await put("h-text.wav", "this is no audio\n");
    const report = await checkSources(folder);
    expect(report.findings.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "unreadable g-empty.wav",
      "unreadable h-text.wav",
      "silent c-silent.wav",
      "too-short d-short.wav",
      "damaged f-truncated.wav",
      "clipped e-clipped.wav",
      "channels b-stereo.wav",
    ]);
    expect(report.findings[1]?.reason).not.toContain("h-text.wav");
    expect(report.duplicates).toEqual([
      {
        paths: ["a-sound.wav", "b-stereo.wav", "f-truncated.wav"],
        identical: "take",
        conflicts: [],
      },
    ]);
    expect(report.duration).toMatchObject({ min: 0.05, max: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
});

describe.skipIf(!existsSync(DATA))(
  "the known oddities of the corpora (needs ../shared/data)",
  () => {
    test("RAVDESS: stereo clips, a recording that is there twice", async () => {
      const report = await checkSources(
        ...["01", "07"].map((actor) => join(DATA, "ravdess-speech", `Actor_${actor}`)),
      );
      expect(report.findings.map(({ kind, path }) => [kind, path.split("/").at(-1)])).toEqual([
        ["channels", "03-01-02-01-01-02-01.flac"],
        ["channels", "03-01-08-01-02-02-01.flac"],
      ]);
      expect(report.duplicates).toMatchObject([{ identical: "bytes", conflicts: [] }]);
      expect(report.duplicates[0]?.paths.map((path) => path.split("/").at(-1))).toEqual([
        "03-01-03-01-02-01-07.flac",
        "03-01-03-01-02-02-07.flac",
      ]);
    });

    test("CREMA-D: the silent clip, the same audio under two labels", async () => {
      const names = [
        "1076_MTI_SAD",
        "1006_TIE_HAP",
        "1006_TIE_NEU",
        "1013_WSI_DIS",
        "1013_WSI_SAD",
        "1017_IWW_ANG",
        "1017_IWW_FEA",
      ];
      const report = await checkSources(
        ...names.map((name) => join(DATA, "crema-d", `${name}_XX.opus`)),
      );
      expect(report.findings.filter(({ kind }) => kind === "silent")).toHaveLength(1);
      expect(report.findings[0]?.path).toContain("1076_MTI_SAD_XX.opus");
      expect(report.duplicates.map(({ conflicts }) => conflicts)).toEqual([
        [{ label: "emotion", values: ["happy", "neutral"] }],
        [{ label: "emotion", values: ["disgust", "sad"] }],
        [{ label: "emotion", values: ["angry", "fearful"] }],
      ]);
    });

    test("TESS: the clip of another rate", async () => {
      const names = ["food", "back", "bar", "base"].map((word) =>
        join(DATA, "tess", "OAF_Fear", `OAF_${word}_fear.opus`),
      );
      expect((await checkSources(...names)).findings).toMatchObject([
        { kind: "sample-rate", reason: "96000 Hz where most have 24414 Hz" },
      ]);
    });

    test("original files: AIFF named .wav, a name with a slip", async () => {
      const report = await checkSources(join(DATA, "oddities"));
      expect(report.findings).toEqual([
        { kind: "container", path: "YAF_germ_angry.wav", reason: "named .wav, holds aiff" },
        { kind: "container", path: "YAF_neat_fear.wav", reason: "named .wav, holds aiff" },
        { kind: "name", path: "OA_bite_neutral.wav", reason: "speaker OA is taken for OAF" },
      ]);
    });

    test("every name of every corpus is understood", async () => {
      const { recordings, problems } = await openSources(
        ["ravdess-speech", "ravdess-song", "crema-d", "tess", "emo-db"].map((name) =>
          join(DATA, name),
        ),
      );
      expect(recordings).toHaveLength(1440 + 1012 + 7442 + 2800 + 535);
      expect(
        recordings.filter(({ emotion, speaker }) => emotion === undefined || speaker === undefined),
      ).toEqual([]);
      expect(problems.map(({ path }) => path)).toEqual(["OAF_neutral/OA_bite_neutral.opus"]);
    });
  },
);
