import { Inflate } from "fflate";
import type { ByteRanges } from "../byte-ranges.ts";

/** An entry of a zip, as its directory describes it. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc: number;
  /** The offset of the entry's local header. */
  readonly offset: number;
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** In the place of a number that the extra field has in 64 bits. */
const IN_EXTRA = 0xffffffff;

/** The most that deflate makes of a byte. */
const LARGEST_RATIO = 1032;

/** Bytes that are inflated at once. Of a bomb they become 16 MB. */
const PIECE_BYTES = 1 << 14;

/** The entries of a zip. Of NPZ only those kinds are read that NumPy writes: stored or deflated, also larger than 4 GB. @throws {Error} for what is damaged */
export async function zipEntriesOf(file: ByteRanges): Promise<ZipEntry[]> {
  const { count, offset, size } = await directoryOf(file);
  const view = new DataView(await file.slice(offset, offset + size));
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (view.getUint32(at, true) !== CENTRAL) throw new Error("the zip's directory is damaged");
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const commentLength = view.getUint16(at + 32, true);
    const name = new Uint8Array(view.buffer, at + 46, nameLength);
    const extra = new DataView(view.buffer, at + 46 + nameLength, extraLength);
    const [entrySize, compressedSize, localOffset] = largeNumbers(
      [at + 24, at + 20, at + 42].map((place) => view.getUint32(place, true)),
      extra,
    );
    entries.push({
      name: new TextDecoder().decode(name),
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      compressedSize: compressedSize!,
      size: entrySize!,
      crc: view.getUint32(at + 16, true),
      offset: localOffset!,
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

async function directoryOf(
  file: ByteRanges,
): Promise<{ readonly count: number; readonly offset: number; readonly size: number }> {
  const start = Math.max(0, file.byteLength - 22 - 0xffff - 20);
  const view = new DataView(await file.slice(start, file.byteLength));
  let at = view.byteLength - 22;
  while (at >= 0 && view.getUint32(at, true) !== END) at--;
  if (at < 0) throw new Error("it has no directory of a zip at its end");
  const has64 = at >= 20 && view.getUint32(at - 20, true) === LOCATOR_64;
  if (!has64) {
    return {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
  }
  const place = uint64(view, at - 20 + 8);
  const end = new DataView(await file.slice(place, place + 56));
  if (end.getUint32(0, true) !== END_64) throw new Error("the zip's directory is damaged");
  return { count: uint64(end, 32), size: uint64(end, 40), offset: uint64(end, 48) };
}

/** Numbers of a directory's entry, those that do not fit taken from its extra field. */
function largeNumbers(numbers: readonly number[], extra: DataView): number[] {
  for (let at = 0; at + 4 <= extra.byteLength;) {
    const length = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === 1) {
      let place = at + 4;
      return numbers.map((number) => {
        if (number !== IN_EXTRA) return number;
        place += 8;
        return uint64(extra, place - 8);
      });
    }
    at += 4 + length;
  }
  return [...numbers];
}

function uint64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** The content of an entry. @throws {Error} for what is damaged */
export async function entryContent(file: ByteRanges, entry: ZipEntry): Promise<Uint8Array> {
  const content = await entryStart(file, entry, entry.size);
  if (crc32(content) !== entry.crc) {
    throw new Error(`the checksum of ${entry.name} does not match its content`);
  }
  return content;
}

/** The first `count` bytes of an entry's content, or all of it where it has fewer. @throws {Error} for what is damaged */
export async function entryStart(
  file: ByteRanges,
  entry: ZipEntry,
  count: number,
): Promise<Uint8Array> {
  const { size, compressedSize, method } = entry;
  if (method === 0 ? size !== compressedSize : size > compressedSize * LARGEST_RATIO + 64) {
    throw new Error(`${entry.name} cannot have the size that the zip says`);
  }
  const start = await contentStart(file, entry);
  const end = start + compressedSize;
  if (!(end <= file.byteLength)) throw new Error(`${entry.name} is cut off`);
  const length = Math.min(count, size);
  if (method === 0) return new Uint8Array(await file.slice(start, start + length));
  return inflate(file, start, end, length);
}

async function contentStart(file: ByteRanges, { name, offset }: ZipEntry): Promise<number> {
  const header = new DataView(await file.slice(offset, offset + 30));
  if (header.byteLength < 30 || header.getUint32(0, true) !== LOCAL) {
    throw new Error(`${name} is not where the zip says`);
  }
  return offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
}

async function inflate(
  file: ByteRanges,
  start: number,
  end: number,
  length: number,
): Promise<Uint8Array> {
  const content = new Uint8Array(length);
  let filled = 0;
  const stream = new Inflate((part) => {
    content.set(part.subarray(0, length - filled), filled);
    filled = Math.min(filled + part.length, length);
  });
  for (let at = start; at < end && filled < length; at += PIECE_BYTES) {
    const next = Math.min(at + PIECE_BYTES, end);
    stream.push(new Uint8Array(await file.slice(at, next)), next === end);
  }
  if (filled < length) throw new Error("its content is shorter than the zip says");
  return content;
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let i = 0; i < 8; i++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ bytes[i]!) & 255]!;
  return ~crc >>> 0;
}
