import { AffektError } from "../../errors.ts";
import { badName, type Corpus, fileStem, numbered } from "./corpus.ts";
import { EMOTIONS } from "../emotions.ts";
import type { Sex } from "../labels.ts";

const MODALITIES = ["full-av", "video-only", "audio-only"] as const;
const VOCAL_CHANNELS = ["speech", "song"] as const;
const INTENSITIES = ["normal", "strong"] as const;
const STATEMENTS = ["Kids are talking by the door", "Dogs are sitting by the door"] as const;
const REPETITIONS = [1, 2] as const;
const ACTORS = Array.from({ length: 24 }, (_, i) => i + 1);

/** The seven fields of a RAVDESS file name, in its order. */
export interface RavdessName {
  readonly modality: (typeof MODALITIES)[number];
  readonly vocalChannel: (typeof VOCAL_CHANNELS)[number];
  readonly emotion: (typeof EMOTIONS)[number];
  /** `strong` does not go with `neutral`. */
  readonly intensity: (typeof INTENSITIES)[number];
  readonly statement: (typeof STATEMENTS)[number];
  readonly repetition: (typeof REPETITIONS)[number];
  /** 1–24; odd numbers are men, even ones women. */
  readonly actor: number;
}

/** The sex of a RAVDESS actor by number. */
export function ravdessSex(actor: number): Sex {
  return actor % 2 === 1 ? "male" : "female";
}

/**
 * Reads a RAVDESS file name, `Modality-VocalChannel-Emotion-Intensity-Statement-Repetition-Actor`, of two digits each
 * (https://zenodo.org/records/1188976). Folders before it and the extension do not matter.
 * @throws {AffektError} `bad-name`, saying which field is wrong and what it may be.
 */
export function parseRavdessName(name: string): RavdessName {
  const stem = fileStem(name);
  const codes = stem.split("-");
  if (codes.length !== 7) {
    throw badName(
      stem,
      `has ${codes.length} field${codes.length === 1 ? "" : "s"} where a RAVDESS name has 7: modality-vocal channel-emotion-intensity-statement-repetition-actor`,
    );
  }
  const field = <T>(index: number, label: string, values: readonly T[]): T => {
    const code = codes[index]!;
    if (!/^\d\d$/.test(code))
      throw badName(stem, `${label} ${JSON.stringify(code)} is not two digits`);
    const value = values[Number(code) - 1];
    if (value === undefined) {
      throw badName(
        stem,
        `${label} ${code} is not one of 01–${String(values.length).padStart(2, "0")}`,
      );
    }
    return value;
  };
  const fields: RavdessName = {
    modality: field(0, "modality", MODALITIES),
    vocalChannel: field(1, "vocal channel", VOCAL_CHANNELS),
    emotion: field(2, "emotion", EMOTIONS),
    intensity: field(3, "intensity", INTENSITIES),
    statement: field(4, "statement", STATEMENTS),
    repetition: field(5, "repetition", REPETITIONS),
    actor: field(6, "actor", ACTORS),
  };
  if (isStrongNeutral(fields))
    throw badName(stem, "intensity 02 (strong) does not go with emotion 01 (neutral)");
  return fields;
}

/**
 * The RAVDESS file name of the given fields; the extension is written as given, such as `.wav`.
 * @throws {AffektError} `invalid-argument` where a field's value is none of RAVDESS'.
 */
export function formatRavdessName(
  fields: RavdessName,
  { extension = ".wav" }: { readonly extension?: string } = {},
): string {
  const code = <T>(label: string, value: T, values: readonly T[]): string => {
    const index = values.indexOf(value);
    if (index < 0) {
      throw new AffektError(
        "invalid-argument",
        `RAVDESS name: ${label} must be one of ${values.join(", ")}, got ${String(value)}`,
      );
    }
    return String(index + 1).padStart(2, "0");
  };
  if (isStrongNeutral(fields)) {
    throw new AffektError(
      "invalid-argument",
      "RAVDESS name: emotion neutral has no intensity strong",
    );
  }
  const codes = [
    code("modality", fields.modality, MODALITIES),
    code("vocalChannel", fields.vocalChannel, VOCAL_CHANNELS),
    code("emotion", fields.emotion, EMOTIONS),
    code("intensity", fields.intensity, INTENSITIES),
    code("statement", fields.statement, STATEMENTS),
    code("repetition", fields.repetition, REPETITIONS),
    code("actor", fields.actor, ACTORS),
  ];
  return codes.join("-") + extension;
}

/** The Ryerson Audio-Visual Database of Emotional Speech and Song (Livingstone and Russo, 2018). */
export const ravdess: Corpus = {
  name: "ravdess",
  speakers: numbered(1, 24, 2),
  label(path) {
    const fields = parseRavdessName(path);
    const { emotion, intensity, statement, actor } = fields;
    const speaker = String(actor).padStart(2, "0");
    const sex = ravdessSex(actor);
    return {
      labels: { corpus: "ravdess", emotion, speaker, sex, language: "en", intensity, statement },
      // audio and video of one performance differ in the modality alone
      take: formatRavdessName({ ...fields, modality: "audio-only" }, { extension: "" }),
    };
  },
};

function isStrongNeutral({ emotion, intensity }: RavdessName): boolean {
  return emotion === "neutral" && intensity === "strong";
}
