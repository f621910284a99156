import { unreadableAudio, unsupportedAudio } from "./audio-fault.ts";
import { makeCrc } from "./crc.ts";

/** What Affekt reads out of an Ogg container. */
export type OggCodec = "ogg-vorbis" | "ogg-opus" | "ogg-flac";

/** One page: a piece of a logical stream, which its serial number names. */
interface OggPage {
  /** Where it starts and ends in the file. */
  readonly start: number;
  readonly end: number;
  readonly serial: number;
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The position in samples after the last packet that ends here; -1 where none does. */
  readonly granule: number;
  /** Lengths of the pieces in `content`: one under 255 ends its packet. */
  readonly lacing: Uint8Array;
  readonly content: Uint8Array;
  /** The page as bytes. */
  readonly whole: Uint8Array;
}

/** One logical stream. */
export interface OggStream {
  readonly packets: readonly Uint8Array[];
  /** For each packet the granule position of its page where it is the last that ends there, else -1. */
  readonly granules: readonly number[];
  /** Whether the page that is marked as the last one is there. */
  readonly isComplete: boolean;
  /** Whether more streams of the codec follow it. */
  readonly isChained: boolean;
  /** Stretches without an intact page. */
  readonly damaged: number;
  /** The intact pages of this stream alone, as a file. */
  readonly pages: Uint8Array;
}

const CODECS: readonly (readonly [magic: string, codec: OggCodec])[] = [
  ["OpusHead", "ogg-opus"],
  ["\x01vorbis", "ogg-vorbis"],
  ["\x7fFLAC", "ogg-flac"],
];

const OTHER_CODECS: readonly (readonly [magic: string, name: string])[] = [
  ["Speex   ", "Ogg Speex"],
  ["\x80theora", "Ogg video (Theora)"],
  ["BBCD\0", "Ogg video (Dirac)"],
];

const CAPTURE = 0x4f676753; // "OggS"
const HEADER_BYTES = 27;
const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;

/** The check of Ogg pages (RFC 3533, section 6), with the page's own field for it taken as zero. */
const crc32 = makeCrc(32, 0x04c11db7);

/** Tells the codec of the first stream that can be read. Errors: `unsupported` for others, `unreadable` without a page. */
export function findOggStream(bytes: Uint8Array, name: string): OggCodec {
  let found: string | undefined;
  for (const page of readPages(bytes)) {
    if (!page.isFirst) break;
    const codec = codecOf(page, CODECS);
    if (codec !== undefined) return codec;
    found ??= codecOf(page, OTHER_CODECS) ?? "Ogg with an unknown codec";
  }
  if (found === undefined) {
    throw unreadableAudio(name, "is an Ogg file without an intact first page");
  }
  throw unsupportedAudio(name, found);
}

/** Reads the first stream of a codec, packet by packet; pages with a wrong check sum are left out. */
export function readOggStream(bytes: Uint8Array, codec: OggCodec): OggStream {
  const pages: Uint8Array[] = [];
  const packets: Uint8Array[] = [];
  const granules: number[] = [];
  let serial: number | undefined;
  let isComplete = false;
  let isChained = false;
  let damaged = 0;
  let end = 0;
  let pieces: Uint8Array[] = [];
  for (const page of readPages(bytes)) {
    if (page.start > end) damaged++;
    end = page.end;
    if (page.isFirst && codecOf(page, CODECS) === codec) {
      isChained = serial !== undefined;
      serial ??= page.serial;
    }
    if (page.serial !== serial || isComplete) continue;
    pages.push(page.whole);
    isComplete = page.isLast;
    let isOrphan = page.isContinued && pieces.length === 0;
    if (!page.isContinued) pieces = [];
    let at = 0;
    let lastEnded = -1;
    for (const length of page.lacing) {
      if (!isOrphan) pieces.push(page.content.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      if (!isOrphan) {
        packets.push(concatenate(pieces));
        granules.push(-1);
        lastEnded = packets.length - 1;
      }
      isOrphan = false;
      pieces = [];
    }
    if (lastEnded >= 0) granules[lastEnded] = page.granule;
  }
  return { packets, granules, isComplete, isChained, damaged, pages: concatenate(pages) };
}

function codecOf<T>(
  { content }: OggPage,
  codecs: readonly (readonly [string, T])[],
): T | undefined {
  const head = String.fromCharCode(...content.subarray(0, 8));
  return codecs.find(([magic]) => head.startsWith(magic))?.[1];
}

/** The intact pages, in file order, then what is whole of a page that the file's end cuts off. */
function* readPages(bytes: Uint8Array): Generator<OggPage> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = findCapture(bytes, view, 0);
  while (at < bytes.length) {
    const page = readPage(bytes, view, at);
    if (page !== undefined) yield page;
    at = findCapture(bytes, view, page?.end ?? at + 1);
  }
}

/** The offset at or after `from` of the letters that every page starts with, followed by a header; else the file's end. */
function findCapture(bytes: Uint8Array, view: DataView, from: number): number {
  for (let at = bytes.indexOf(0x4f, from); at >= 0; at = bytes.indexOf(0x4f, at + 1)) {
    if (at + HEADER_BYTES > bytes.length) break;
    if (view.getUint32(at) === CAPTURE && bytes[at + 4] === 0) return at;
  }
  return bytes.length;
}

function readPage(bytes: Uint8Array, view: DataView, start: number): OggPage | undefined {
  const bodyStart = start + HEADER_BYTES + bytes[start + 26]!;
  const lacing = bytes.subarray(start + HEADER_BYTES, bodyStart);
  const end = bodyStart + sum(lacing);
  if (end > bytes.length) return cutPage(bytes, view, start);
  const checked = new Uint8Array(bytes.subarray(start, end)); // a copy, which `slice` of Node's Buffer is not
  checked.fill(0, 22, 26);
  if (crc32(checked, 0, checked.length) !== view.getUint32(start + 22, true)) return undefined;
  return pageOf(bytes.subarray(start, end), start, end);
}

/** What is whole of a page that the file's end cuts off, as a page without a position; it cannot be checked. */
function cutPage(bytes: Uint8Array, view: DataView, start: number): OggPage | undefined {
  const bodyStart = start + HEADER_BYTES + bytes[start + 26]!;
  if (findCapture(bytes, view, start + 1) < bytes.length) return undefined;
  let end = bodyStart;
  let segments = 0;
  while (end + bytes[start + HEADER_BYTES + segments]! <= bytes.length) {
    end += bytes[start + HEADER_BYTES + segments++]!;
  }
  const page = concatenate([
    bytes.subarray(start, start + HEADER_BYTES + segments),
    bytes.subarray(bodyStart, end),
  ]);
  page[5]! &= ~LAST;
  page.fill(0xff, 6, 14);
  page[26] = segments;
  return segments === 0 ? undefined : pageOf(page, start, bytes.length);
}

function pageOf(whole: Uint8Array, start: number, end: number): OggPage {
  const view = new DataView(whole.buffer, whole.byteOffset, whole.byteLength);
  const bodyStart = HEADER_BYTES + whole[26]!;
  return {
    start,
    end,
    isContinued: (whole[5]! & CONTINUED) !== 0,
    isFirst: (whole[5]! & FIRST) !== 0,
    isLast: (whole[5]! & LAST) !== 0,
    granule: view.getUint32(6, true) + view.getInt32(10, true) * 2 ** 32,
    serial: view.getUint32(14, true),
    lacing: whole.subarray(HEADER_BYTES, bodyStart),
    content: whole.subarray(bodyStart),
    whole,
  };
}

function sum(lengths: Uint8Array): number {
  return lengths.reduce((total, length) => total + length, 0);
}

/** The pieces one after the other; a single one is returned as it is. */
export function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** What is wrong with a stream of which `lost` packets did not decode. */
export function oggWarnings({ isComplete, isChained, damaged }: OggStream, lost: number): string[] {
  const warnings: string[] = [];
  if (lost > 0) warnings.push(`damaged: packets that could not be decoded: ${lost}`);
  if (damaged > 0) warnings.push(`damaged: stretches without an intact page: ${damaged}`);
  if (isChained) warnings.push("chained: only the first recording in the file is read");
  if (!isComplete) warnings.push("truncated: the Ogg stream has no last page");
  return warnings;
}
