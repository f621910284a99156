import { timelinePage, type TimelinePageOptions } from "../page/timeline-page.ts";
import type { Timeline } from "../timeline.ts";
import { formatAudacity } from "./audacity.ts";
import { formatCsv } from "./csv.ts";
import { formatEaf } from "./eaf.ts";
import { formatJson } from "./json.ts";
import { formatSrt } from "./srt.ts";
import { formatTable } from "./table.ts";
import { formatTextGrid } from "./textgrid.ts";
import { formatVtt, formatVttMetadata } from "./vtt.ts";

const FORMATS = {
  table: formatTable,
  json: formatJson,
  csv: formatCsv,
  textgrid: formatTextGrid,
  eaf: formatEaf,
  audacity: formatAudacity,
  vtt: formatVtt,
  "vtt-metadata": formatVttMetadata,
  srt: formatSrt,
  html: timelinePage,
} satisfies Record<string, (timeline: Timeline, options?: TimelinePageOptions) => string>;

/** A format of timelines. */
export type TimelineFormat = keyof typeof FORMATS;

/** The names of all formats of timelines. */
export const TIMELINE_FORMATS = Object.keys(FORMATS) as TimelineFormat[];

/** A timeline as text in a format; `audio` is where an HTML page finds the recording. */
export function formatTimeline(
  timeline: Timeline,
  format: TimelineFormat,
  options: TimelinePageOptions = {},
): string {
  return FORMATS[format](timeline, options);
}
