import type { ByteReader } from "../byte-reader.ts";
import { startsWith, viewOf } from "../bytes.ts";
import { type OggCodec, type OggLink, OggLinks, type OggPart } from "./ogg-links.ts";
import { OPUS_RATE, packetSamples } from "./opus-packet.ts";

/** Bytes of the largest page: its header, 255 lengths of pieces, 255 pieces of 255 bytes (RFC 3533). */
export const OGG_PAGE_BYTES = 27 + 255 + 255 * 255;

/** The letters of a page, and version 0. */
const CAPTURE = "OggS\0";

/** The position in samples after the last packet of a file, and the stream that it is of. */
interface LastPosition {
  readonly granule: number;
  readonly serial: number;
}

/**
 * The length in seconds of the sound of an Ogg file that holds one link, by its first and last bytes, `OGG_PAGE_BYTES` or more of
 * each. Undefined where they do not tell it, as in chained files.
 */
export async function oggSeconds(start: ByteReader, end: Uint8Array): Promise<number | undefined> {
  const link = await new OggLinks(start).next();
  const last = lastPosition(end);
  if (link === undefined || last?.serial !== link.serial) return undefined;
  const clock = new LinkClock(link);
  for await (const part of link.parts()) {
    clock.add(part);
    if (clock.hasOrigin) return clock.secondsTo(last.granule);
  }
  return undefined;
}

/** The length in seconds of the sound of a whole Ogg file, which may be chained. */
export async function chainedSeconds(reader: ByteReader): Promise<number> {
  const links = new OggLinks(reader);
  let seconds = 0;
  for (let link = await links.next(); link !== undefined; link = await links.next()) {
    const clock = new LinkClock(link);
    for await (const part of link.parts()) clock.add(part);
    seconds += clock.secondsTo(clock.granule);
  }
  return seconds;
}

/** The last position in the last bytes of a file. Undefined where no page with one begins there. */
export function lastPosition(end: Uint8Array): LastPosition | undefined {
  const view = viewOf(end);
  const letter = CAPTURE.charCodeAt(0);
  for (let at = end.lastIndexOf(letter); at >= 0; at = end.lastIndexOf(letter, at - 1)) {
    if (at + 18 <= end.length && startsWith(end, CAPTURE, at)) {
      const granule = view.getBigInt64(at + 6, true);
      // -1 where no packet ends
      if (granule > 0n) return { granule: Number(granule), serial: view.getUint32(at + 14, true) };
    }
    if (at === 0) break;
  }
  return undefined;
}

/** Tells the time in one link by the positions of its pages. */
class LinkClock {
  /** The last position so far. */
  granule = 0;
  readonly #header: LinkHeader;
  #headerPackets: number;
  /** Samples so far, or the most that they can be. */
  #samples = 0;
  /** The position before the first packet of sound: not 0 where the link was cut out of a longer stream. */
  #origin: number | undefined;

  constructor({ codec, head = new Uint8Array(0) }: OggLink) {
    this.#header = HEADERS[codec](viewOf(head));
    this.#headerPackets = codec === "ogg-vorbis" ? 3 : 2;
  }

  get hasOrigin(): boolean {
    return this.#origin !== undefined;
  }

  add({ packets, granule }: OggPart): void {
    const sound = packets.slice(this.#headerPackets);
    this.#headerPackets -= packets.length - sound.length;
    for (const packet of sound) this.#samples += this.#header.mostSamples(packet);
    if (granule <= 0 || sound.length === 0) return;
    this.#origin ??= Math.max(0, granule - this.#samples);
    this.granule = granule;
  }

  secondsTo(granule: number): number {
    const { delay, sampleRate } = this.#header;
    return Math.max(0, granule - (this.#origin ?? 0) - delay) / sampleRate;
  }
}

/** The part of a link's head that its length depends on. */
interface LinkHeader {
  /** In Hz, of positions. */
  readonly sampleRate: number;
  /** Samples at the start that are the codec's delay. */
  readonly delay: number;
  /** Samples that a packet decodes to, or the most that it can. */
  readonly mostSamples: (packet: Uint8Array) => number;
}

/** Readers of heads, by codec. One that is cut off has no length. */
const HEADERS: Readonly<Record<OggCodec, (head: DataView) => LinkHeader>> = {
  "ogg-opus": (head) => ({
    sampleRate: OPUS_RATE,
    delay: head.byteLength < 12 ? 0 : head.getUint16(10, true),
    mostSamples: packetSamples,
  }),
  "ogg-vorbis": (head) => {
    if (head.byteLength < 29) return NO_HEADER;
    const most = 2 ** (head.getUint8(28) >> 4) / 2;
    return { sampleRate: head.getUint32(12, true) || Infinity, delay: 0, mostSamples: () => most };
  },
  "ogg-flac": (head) => {
    if (head.byteLength < 31) return NO_HEADER;
    const most = head.getUint16(19);
    return { sampleRate: head.getUint32(27) >>> 12 || Infinity, delay: 0, mostSamples: () => most };
  },
};

const NO_HEADER: LinkHeader = { sampleRate: Infinity, delay: 0, mostSamples: () => 0 };
