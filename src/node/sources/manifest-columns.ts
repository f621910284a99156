import { LABEL_NAMES, type LabelName } from "../../corpora/labels.ts";
import { AffektError } from "../../errors.ts";

/** A column that a manifest is understood by. */
export type ManifestColumn = LabelName | "path" | "start" | "end";

const COLUMNS: readonly ManifestColumn[] = ["path", "start", "end", ...LABEL_NAMES];

/** Other names of columns, as corpora and tools write them, the best one first. Case and anything but letters are ignored. */
const SYNONYMS: Readonly<Record<ManifestColumn, readonly string[]>> = {
  path: [
    "file",
    "filename",
    "filepath",
    "wav",
    "wavfile",
    "wavpath",
    "audio",
    "audiopath",
    "audiofile",
  ],
  start: ["starttime", "startseconds", "begin", "onset"],
  end: ["endtime", "endseconds", "stop", "offset"],
  corpus: ["dataset"],
  emotion: ["emotions", "label", "labels", "emotionlabel", "class", "category"],
  speaker: ["speakerid", "speakers", "spk", "spkid", "actor", "actorid", "subject", "subjectid"],
  sex: ["gender"],
  age: ["ages"],
  language: ["lang"],
  intensity: ["level", "emotionlevel"],
  statement: ["sentence", "text", "transcript", "transcription", "utterance"],
};

/** The places of the columns that are understood. */
export type ColumnPlaces = ReadonlyMap<ManifestColumn, number>;

/**
 * Finds the columns of a manifest: by the names that the user maps, by their own names, then by synonyms.
 * @throws {AffektError} `invalid-argument` for a mapped name that is no column's; `bad-data` where there is no path.
 */
export function placeColumns(
  header: readonly string[],
  mapped: Readonly<Record<string, string>>,
  file: string,
): ColumnPlaces {
  const places = new Map<ManifestColumn, number>();
  for (const [name, written] of Object.entries(mapped)) {
    const column = COLUMNS.find((one) => one === name);
    const place = header.indexOf(written);
    if (column === undefined || place < 0) {
      const reason =
        column === undefined
          ? `${name} is not one of ${COLUMNS.join(", ")}`
          : `${file} has no column ${written} (found: ${header.join(", ")})`;
      throw new AffektError("invalid-argument", `columns: ${reason}`);
    }
    places.set(column, place);
  }
  const plain = header.map((name) => name.toLowerCase().replace(/[^\p{L}]/gu, ""));
  const isTaken = (place: number): boolean => [...places.values()].includes(place);
  const candidates: readonly { readonly column: ManifestColumn; readonly name: string }[] = [
    ...COLUMNS.map((column) => ({ column, name: column })),
    ...COLUMNS.flatMap((column) => SYNONYMS[column].map((name) => ({ column, name }))),
  ];
  for (const { column, name } of candidates) {
    const place = plain.indexOf(name);
    if (!places.has(column) && place >= 0 && !isTaken(place)) places.set(column, place);
  }
  if (!places.has("path")) {
    throw new AffektError(
      "bad-data",
      `${file} has no column of paths (found: ${header.join(", ")}); name it path, or map it: --columns path=NAME,emotion=NAME`,
    );
  }
  return places;
}
