import fc from "fast-check";
import { expect, test } from "vitest";
import { AffektError } from "../../errors.ts";
import { EMOTIONS } from "../emotions.ts";
import { formatRavdessName, parseRavdessName, ravdess, type RavdessName } from "./ravdess.ts";

const MODALITIES = ["full-av", "video-only", "audio-only"] as const;
const VOCAL_CHANNELS = ["speech", "song"] as const;
const INTENSITIES = ["normal", "strong"] as const;
const STATEMENTS = ["Kids are talking by the door", "Dogs are sitting by the door"] as const;
const REPETITIONS = [1, 2] as const;
const EXTENSIONS = [".wav", ".flac", ".opus", ".ogg", ".mp3", ".mp4", ".avi", ""];

function codeOf(index: number): string {
  return String(index + 1).padStart(2, "0");
}

function parseError(name: string): AffektError {
  try {
    parseRavdessName(name);
  } catch (error) {
    if (error instanceof AffektError) return error;
  }
  throw new Error(`${name} was read`);
}

test("every combination of codes is read as the corpus' page says and written back", () => {
  let names = 0;
  for (const [m, modality] of MODALITIES.entries())
    for (const [v, vocalChannel] of VOCAL_CHANNELS.entries())
      for (const [e, emotion] of EMOTIONS.entries())
        for (const [i, intensity] of INTENSITIES.entries())
          for (const [s, statement] of STATEMENTS.entries())
            for (const [r, repetition] of REPETITIONS.entries())
              for (let actor = 1; actor <= 24; actor++) {
                if (emotion === "neutral" && intensity === "strong") continue;
                const extension = EXTENSIONS[names++ % EXTENSIONS.length]!;
                const name = [m, v, e, i, s, r, actor - 1].map(codeOf).join("-") + extension;
                const fields: RavdessName = {
                  modality,
                  vocalChannel,
                  emotion,
                  intensity,
                  statement,
                  repetition,
                  actor,
                };
                expect(parseRavdessName(name)).toEqual(fields);
                expect(formatRavdessName(fields, { extension })).toBe(name);
              }
  expect(names).toBe(3 * 2 * (8 * 2 - 1) * 2 * 2 * 24);
});

test("the example of the corpus' page, in a folder", () => {
  expect(parseRavdessName("Video_Speech_Actor_12/Actor_12/02-01-06-01-02-01-12.mp4")).toEqual({
    modality: "video-only",
    vocalChannel: "speech",
    emotion: "fearful",
    intensity: "normal",
    statement: "Dogs are sitting by the door",
    repetition: 1,
    actor: 12,
  });
});

test("labels: odd actors are men, even ones women; the speaker is the actor's two digits", () => {
  expect(ravdess.label("Actor_01/03-01-05-02-01-02-01.wav").labels).toEqual({
    corpus: "ravdess",
    emotion: "angry",
    speaker: "01",
    sex: "male",
    intensity: "strong",
    language: "en",
    statement: "Kids are talking by the door",
  });
  expect(ravdess.label("03-01-05-02-01-02-24.wav").labels).toMatchObject({
    speaker: "24",
    sex: "female",
  });
});

test.each([
  ["03-02-09-01-01-01-01.wav", "03-02-09-01-01-01-01: emotion 09 is not one of 01–08"],
  ["04-01-01-01-01-01-01.wav", "modality 04 is not one of 01–03"],
  ["03-03-01-01-01-01-01.wav", "vocal channel 03 is not one of 01–02"],
  ["03-01-00-01-01-01-01.wav", "emotion 00 is not one of 01–08"],
  ["03-01-02-03-01-01-01.wav", "intensity 03 is not one of 01–02"],
  ["03-01-02-01-03-01-01.wav", "statement 03 is not one of 01–02"],
  ["03-01-02-01-01-00-01.wav", "repetition 00 is not one of 01–02"],
  ["03-01-02-01-01-01-25.wav", "actor 25 is not one of 01–24"],
  ["03-01-01-02-01-01-01.wav", "intensity 02 (strong) does not go with emotion 01 (neutral)"],
  ["03-01-02-01-01-01.wav", "has 6 fields where a RAVDESS name has 7"],
  ["03-01-02-01-01-01-01-01.wav", "has 8 fields where a RAVDESS name has 7"],
  ["hello.wav", "hello: has 1 field where a RAVDESS name has 7"],
  ["03-1-02-01-01-01-01.wav", 'vocal channel "1" is not two digits'],
  ["03-01-xx-01-01-01-01.wav", 'emotion "xx" is not two digits'],
  ["03-01-02-01-01-01-01 (1).wav", 'actor "01 (1)" is not two digits'],
])("%s: %s", (name, message) => {
  const error = parseError(name);
  expect(error.code).toBe("bad-name");
  expect(error.message).toContain(message);
});

test("whatever the text, it is read or refused as a bad name", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      try {
        parseRavdessName(name);
      } catch (error) {
        expect(error).toMatchObject({ code: "bad-name" });
      }
    }),
  );
});

test("formatting refuses what no name can say", () => {
  const fields = parseRavdessName("03-01-01-01-01-01-01.wav");
  expect(() => formatRavdessName({ ...fields, actor: 25 })).toThrow(
    /actor must be one of 1, 2, .*24, got 25/,
  );
  expect(() => formatRavdessName({ ...fields, intensity: "strong" })).toThrow(
    /emotion neutral has no intensity strong/,
  );
  expect(formatRavdessName(fields)).toBe("03-01-01-01-01-01-01.wav");
});
