import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mixToMono } from "../audio/mix.ts";
import { decodeAudio } from "../audio/decode.ts";
import golden from "../features/sets/classic-speech.golden.json" with { type: "json" };
import { deviations } from "../features/sets/deviations.fixture.ts";
import { clipValues } from "../features/sets/vector.ts";
import { featureSet } from "../features/sets/sets.ts";

const FOLDER = new URL("../../../shared/data/ravdess-speech/", import.meta.url);

describe.skipIf(!existsSync(FOLDER))(
  "features are librosa's on real speech (skipped where ../shared/data is absent)",
  () => {
    test.each(Object.entries(golden.clips))("%s", async (name, clip) => {
      const samples = mixToMono(await decodeAudio(readFileSync(new URL(name, FOLDER)), { name }));
      const every2nd = samples.filter((_, i) => i % 2 === 0);
      expect(deviations(clipValues(every2nd, { set: featureSet("classic") }), clip)).toEqual([]);
    });
  },
);
