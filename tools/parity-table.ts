import { groupBy } from "../src/group-by.ts";
import type { ParityRecord } from "../src/features/parity.fixture.ts";

/** The page with a row for each descriptor and settings, its signals together; the largest error stands in the last column. */
export function parityPage(records: readonly ParityRecord[]): string {
  const rows = groupBy(
    records.toSorted((a, b) => a.descriptor.localeCompare(b.descriptor)),
    ({ descriptor, settings }) => `\`${descriptor}\` | ${settings}`,
  );
  const lines = [...rows].map(([key, group]) => {
    const signals = group.map(({ signal }) => signal).join(", ");
    const error = Math.max(...group.map(({ error }) => error));
    const words = error > 0 && error < 0.001 ? error.toExponential(1) : error.toPrecision(2);
    return `| ${key} | ${signals} | ${group[0]!.limit} | ${words} |`;
  });
  return `${INTRODUCTION}
| descriptor | settings | signals | limit | largest error |
| --- | --- | --- | --- | --- |
${lines.join("\n")}
`;
}

const INTRODUCTION = `# Parity with librosa

How far each descriptor is from librosa 0.11 at the same parameters, at 22.05 kHz; written by \`npm run parity\` from the tests
(\`testParity\` in \`src/{signal,features}/**/*.test.ts\`), which hold every row to its limit. \`speech\` is a second and a half of a voice, the other
signals are synthetic (\`tools/synthetic_signals.py\`). Settings are the defaults but for what is named. The largest error is in the
limit's unit: relative to the largest value of the descriptor in that signal, in decibels, or the share of values that are off.
`;
