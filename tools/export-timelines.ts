// Writes the timelines of src/timeline/timeline.fixture.ts as TextGrid and EAF, for tools/make_timeline_goldens.py to read.
// Usage: node tools/export-timelines.ts FOLDER
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatTimeline } from "../src/timeline/formats/formats.ts";
import { EMPTY, SIMPLE, SPOKEN } from "../src/timeline/timeline.fixture.ts";

const folder = process.argv[2]!;
for (const [name, timeline] of Object.entries({ simple: SIMPLE, spoken: SPOKEN, empty: EMPTY })) {
  writeFileSync(join(folder, `${name}.TextGrid`), formatTimeline(timeline, "textgrid"));
  writeFileSync(join(folder, `${name}.eaf`), formatTimeline(timeline, "eaf"));
}
