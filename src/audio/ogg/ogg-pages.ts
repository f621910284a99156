import type { ByteReader } from "../byte-reader.ts";
import { viewOf } from "../bytes.ts";
import { makeCrc } from "../crc.ts";

/** One page: a piece of a logical stream, which its serial number names. */
export interface OggPage {
  readonly serial: number;
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The position in samples after the last packet that ends here; -1 where none does. */
  readonly granule: number;
  /** Lengths of the pieces in `content`: one under 255 ends its packet. */
  readonly lacing: Uint8Array;
  readonly content: Uint8Array;
  /** Whether bytes that are no intact page stand before it. */
  readonly followsDamage: boolean;
}

const CAPTURE = 0x4f676753; // "OggS"
const HEADER_BYTES = 27;
const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;

/** Offset of a page's checksum. */
const CHECKSUM = 22;
const crc32 = makeCrc(32, 0x04c11db7);
const NO_CHECKSUM = new Uint8Array(4);

/** The checksum of a page (RFC 3533, section 6), with the page's own field for it taken as zero. */
function checksumOf(page: Uint8Array): number {
  const before = crc32(NO_CHECKSUM, 0, 4, crc32(page, 0, CHECKSUM));
  return crc32(page, CHECKSUM + 4, page.length, before);
}

/** The intact pages, in file order, then the whole pieces of a page that the file's end cuts off. */
export async function* readPages(reader: ByteReader): AsyncGenerator<OggPage> {
  let end = reader.position;
  while (await goToCapture(reader)) {
    const start = reader.position;
    const page = await readPage(reader);
    if (page === undefined) {
      reader.consume(1);
      continue;
    }
    yield { ...page, followsDamage: start > end };
    end = reader.position;
  }
}

/** Goes to the letters that every page starts with. False where no whole page header is left. */
async function goToCapture(reader: ByteReader): Promise<boolean> {
  for (;;) {
    const window = await reader.fill(HEADER_BYTES);
    if (window.length < HEADER_BYTES) return false;
    const at = findCapture(window, 0);
    reader.consume(at ?? window.length - HEADER_BYTES + 1);
    if (at !== undefined) return true;
  }
}

/** The offset at or after `from` of a page's first letters that a header's length of bytes follows. */
function findCapture(bytes: Uint8Array, from: number): number | undefined {
  const view = viewOf(bytes);
  for (let at = bytes.indexOf(0x4f, from); at >= 0; at = bytes.indexOf(0x4f, at + 1)) {
    if (at + HEADER_BYTES > bytes.length) break;
    if (view.getUint32(at) === CAPTURE && bytes[at + 4] === 0) return at;
  }
  return undefined;
}

/** Reads the page whose letters the window starts with, and goes past it. Undefined where it is damaged. */
async function readPage(reader: ByteReader): Promise<Omit<OggPage, "followsDamage"> | undefined> {
  const bodyStart = HEADER_BYTES + reader.window[HEADER_BYTES - 1]!;
  const lacing = (await reader.fill(bodyStart)).subarray(HEADER_BYTES, bodyStart);
  const length = lacing.reduce((sum, piece) => sum + piece, bodyStart);
  const window = await reader.fill(length);
  if (window.length < length) return cutPage(reader, window, bodyStart);
  const whole = window.subarray(0, length);
  if (checksumOf(whole) !== viewOf(whole).getUint32(CHECKSUM, true)) return undefined;
  reader.consume(length);
  return pageOf(whole);
}

/** The whole pieces of a page that the file's end cuts off, as a page without a position. They cannot be checked. */
function cutPage(
  reader: ByteReader,
  rest: Uint8Array,
  bodyStart: number,
): Omit<OggPage, "followsDamage"> | undefined {
  if (findCapture(rest, 1) !== undefined) return undefined;
  let end = bodyStart;
  let segments = 0;
  while (end + rest[HEADER_BYTES + segments]! <= rest.length) {
    end += rest[HEADER_BYTES + segments++]!;
  }
  if (segments === 0) return undefined;
  const page = new Uint8Array(HEADER_BYTES + segments + end - bodyStart);
  page.set(rest.subarray(0, HEADER_BYTES + segments));
  page.set(rest.subarray(bodyStart, end), HEADER_BYTES + segments);
  page[5]! &= ~LAST;
  page.fill(0xff, 6, 14);
  page[26] = segments;
  reader.consume(rest.length);
  return pageOf(page);
}

function pageOf(whole: Uint8Array): Omit<OggPage, "followsDamage"> {
  const view = viewOf(whole);
  const bodyStart = HEADER_BYTES + whole[26]!;
  return {
    isContinued: (whole[5]! & CONTINUED) !== 0,
    isFirst: (whole[5]! & FIRST) !== 0,
    isLast: (whole[5]! & LAST) !== 0,
    granule: view.getUint32(6, true) + view.getInt32(10, true) * 2 ** 32,
    serial: view.getUint32(14, true),
    lacing: whole.subarray(HEADER_BYTES, bodyStart),
    content: whole.subarray(bodyStart),
  };
}
