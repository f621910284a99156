// under another name, as formatters take what is tagged with `html` for HTML, whose names have no case
import { html as xml, type Markup } from "../../markup/html.ts";
import { VERSION } from "../../version.ts";
import {
  labelOf,
  NOT_SURE,
  type Tier,
  tiersOf,
  type Timeline,
  type TimelineSegment,
} from "../timeline.ts";

const TYPES: Readonly<Record<string, string>> = {
  wav: "audio/x-wav",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  flac: "audio/flac",
};

/**
 * A timeline as ELAN's EAF 3.0: for each speaker a tier of emotions with a controlled vocabulary, and symbolically associated ones of
 * confidences, and of texts where there are any. The recording is linked by its name, to be found beside the file.
 */
export function formatEaf(timeline: Timeline): string {
  const { segments, labels } = timeline;
  const hasTexts = segments.some(({ text }) => text !== undefined);
  const ids = new Ids();
  const tiers = tiersOf(timeline).map((tier) => tierMarkup(tier, ids, hasTexts));
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="${`Affekt ${VERSION}`}" DATE="1970-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
  <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">
    ${mediaMarkup(timeline)}
  </HEADER>
  <TIME_ORDER>
${ids.inOrder.map(([id, value]) => xml`    <TIME_SLOT TIME_SLOT_ID="${id}" TIME_VALUE="${value}"/>`)}
  </TIME_ORDER>
${tiers}
  <LINGUISTIC_TYPE CONTROLLED_VOCABULARY_REF="emotions" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="emotion" TIME_ALIGNABLE="true"/>
  <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="confidence" TIME_ALIGNABLE="false"/>
  <LINGUISTIC_TYPE CONSTRAINTS="Symbolic_Association" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="text" TIME_ALIGNABLE="false"/>
  <LOCALE LANGUAGE_CODE="en"/>
  <LANGUAGE LANG_DEF="http://cdb.iso.org/lg/CDB-00138502-001" LANG_ID="eng" LANG_LABEL="English (eng)"/>
  <CONSTRAINT DESCRIPTION="1-1 association with a parent annotation" STEREOTYPE="Symbolic_Association"/>
  <CONTROLLED_VOCABULARY CV_ID="emotions">
    <DESCRIPTION LANG_REF="eng">emotions that the model knows</DESCRIPTION>
${[...labels, NOT_SURE].map((label, i) => xml`    <CV_ENTRY_ML CVE_ID="cve${i + 1}"><CVE_VALUE DESCRIPTION="" LANG_REF="eng">${label}</CVE_VALUE></CV_ENTRY_ML>`)}
  </CONTROLLED_VOCABULARY>
</ANNOTATION_DOCUMENT>
`.text;
}

function mediaMarkup({ recording }: Timeline): Markup {
  const name = recording.split(/[\\/]/).at(-1)!;
  const mime = TYPES[name.split(".").at(-1)!.toLowerCase()] ?? "audio/x-wav";
  const url = `./${encodeURIComponent(name)}`;
  return xml`<MEDIA_DESCRIPTOR MEDIA_URL="${url}" MIME_TYPE="${mime}" RELATIVE_MEDIA_URL="${url}"/>`;
}

function tierMarkup({ speaker, segments }: Tier, ids: Ids, hasTexts: boolean): Markup {
  const name = speaker ?? "emotion";
  const own = segments.map(() => ids.annotation());
  const annotations = segments.map(
    (segment, i) =>
      xml`    <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="${own[i]!}" TIME_SLOT_REF1="${ids.slot(segment.startSeconds)}" TIME_SLOT_REF2="${ids.slot(segment.endSeconds)}"><ANNOTATION_VALUE>${labelOf(segment)}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>`,
  );
  const associated = (kind: string, valueOf: (segment: TimelineSegment) => string): Markup =>
    xml`  <TIER DEFAULT_LOCALE="en" LINGUISTIC_TYPE_REF="${kind}" PARENT_REF="${name}" TIER_ID="${`${kind} (${name})`}">
${segments.map((segment, i) => xml`    <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="${ids.annotation()}" ANNOTATION_REF="${own[i]!}"><ANNOTATION_VALUE>${valueOf(segment)}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>`)}
  </TIER>`;
  return xml`  <TIER DEFAULT_LOCALE="en" LINGUISTIC_TYPE_REF="emotion" PARTICIPANT="${speaker ?? ""}" TIER_ID="${name}">
${annotations}
  </TIER>
${associated("confidence", ({ confidence }) => confidence.toFixed(3))}
${hasTexts ? associated("text", ({ text = "" }) => text) : []}`;
}

/** The names of a document's annotations and times. */
class Ids {
  /** Each time with its milliseconds. */
  readonly #slots: [id: string, milliseconds: number][] = [];
  #annotations = 0;

  annotation(): string {
    return `a${++this.#annotations}`;
  }

  slot(seconds: number): string {
    const id = `ts${this.#slots.length + 1}`;
    this.#slots.push([id, Math.round(1000 * seconds)]);
    return id;
  }

  get inOrder(): readonly (readonly [id: string, milliseconds: number])[] {
    return this.#slots.toSorted(([, a], [, b]) => a - b);
  }
}
