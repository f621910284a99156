import { expect, test } from "vitest";
import { parseSegments } from "./read-segments.ts";

const read = (text: string) => parseSegments(text, { name: "x" });

test("RTTM, in the order of time", () => {
  const text = `;; a comment
SPKR-INFO talk 1 <NA> <NA> <NA> unknown bob <NA> <NA>
SPEAKER talk 1 2.50 1.25 <NA> <NA> bob <NA> <NA>

SPEAKER talk 1 0.5 1 <NA> <NA> <NA> <NA>
SPEAKER talk 1 9 0.000 <NA> <NA> ann <NA>
`;
  expect(read(text)).toEqual([
    { startSeconds: 0.5, endSeconds: 1.5 },
    { startSeconds: 2.5, endSeconds: 3.75, speaker: "bob" },
  ]);
});

test.each([
  ["a list", '[{"start": 1, "end": 2, "speaker": "A"}]'],
  ["WhisperX", '\ufeff{"segments": [{"start": 1, "end": 2, "speaker": "A", "words": []}]}'],
  ["Affekt", '{"segments": [{"startSeconds": 1, "endSeconds": 2, "speaker": "A"}]}'],
])("JSON of %s", (_, text) => {
  expect(read(text)).toEqual([{ startSeconds: 1, endSeconds: 2, speaker: "A" }]);
});

test.each([
  ["hello there, this is text", "is neither RTTM, JSON nor a TextGrid"],
  ["SPEAKER talk 1 x 1 <NA>", "line 1: start and duration must be numbers"],
  ["{", "is no JSON"],
  ['{"words": []}', "has no list of segments"],
  ['[{"start": "1", "end": 2}]', "segments[0] must have start and end, in seconds"],
  ["[null]", "segments[0] must have start and end, in seconds"],
  ['[{"start": 3, "end": 2}]', "a segment from 3 to 2 s cannot be"],
  ["[]", "holds no segments"],
  ["", "holds no segments"],
  [
    'File type = "ooTextFile"\nObject class = "TextGrid"\n0 1 <exists> 1 "IntervalTier"',
    "it breaks off",
  ],
  ['File type = "ooTextFile"\nObject class = "TextGrid"\n0 1 <exists> 1 5', "a text is missing"],
])("%s is refused", (text, message) => {
  expect(() => read(text)).toThrowError(message);
});
