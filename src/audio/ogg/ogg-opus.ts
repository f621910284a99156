import { checkHeader, unreadableAudio, unsupportedAudio } from "../audio-fault.ts";
import { viewOf } from "../bytes.ts";
import type { Decoding } from "../decoding.ts";
import type { OggLink, OggPart } from "./ogg-links.ts";
import { type OpusLayout, returnOpusDecoder, takeOpusDecoder } from "./opus-decoders.ts";
import { OPUS_RATE, packetSamples } from "./opus-packet.ts";

/** The identification and the comments. */
const HEADER_PACKETS = 2;
/**
 * Steps of 16 bits to full scale. Samples are rounded to them: what the codec leaves below half a step where the source was
 * digitally silent would else decide on chroma and MFCC there (docs/experiments.md: what Opus costs).
 */
const FULL_SCALE = 32768;

interface OpusHead extends OpusLayout {
  /** Samples at the start that are the codec's delay. */
  readonly preSkip: number;
  /** In Hz, of what was encoded; 0 where it is not told. */
  readonly inputSampleRate: number;
  /** The factor that the encoder wants the samples to be multiplied by. */
  readonly gain: number;
}

/**
 * Opens a link of Ogg Opus (RFC 7845) at 48 kHz: without the codec's delay, ended by the last granule position, header gain
 * applied, rounded to 16 bits.
 * @throws {AffektError} `unreadable` for a broken header, and from the blocks where nothing decodes; `unsupported` for
 * ambisonics.
 */
export function openOggOpus(link: OggLink, name: string): Decoding {
  const head = readHead(link.head, name);
  const warnings: string[] = [];
  return {
    format: "ogg-opus",
    sampleRate: OPUS_RATE,
    originalSampleRate: head.inputSampleRate || undefined,
    channelCount: head.channels,
    expectedLength: undefined,
    isFloat: true,
    warnings,
    blocks: blocksOf(link, head, warnings, name),
  };
}

async function* blocksOf(
  link: OggLink,
  head: OpusHead,
  warnings: string[],
  name: string,
): AsyncGenerator<Float32Array[]> {
  const kept = await takeOpusDecoder(head);
  let isIntact = true;
  try {
    const end = new SoundEnd();
    let headers = HEADER_PACKETS;
    let packets = 0;
    let lost = 0;
    let at = -head.preSkip;
    for await (const part of link.parts()) {
      const found = part.packets.slice(headers);
      headers -= part.packets.length - found.length;
      const sound = found.filter((packet) => packetSamples(packet) > 0);
      packets += found.length;
      lost += found.length - sound.length;
      const length = end.after(part, found) - head.preSkip;
      const { channelData, samplesDecoded, errors } = kept.decoder.decodeFrames(sound);
      lost += errors.length;
      const skipped = Math.min(Math.max(0, -at), samplesDecoded);
      yield channelData.map((samples) => {
        const heard = samples.subarray(skipped, Math.max(skipped, length - at));
        roundTo16Bits(heard, head.gain * FULL_SCALE);
        return heard;
      });
      at += samplesDecoded;
    }
    if (packets > 0 && lost === packets) {
      throw unreadableAudio(name, "is an Ogg Opus file of which nothing decodes");
    }
    if (lost > 0) warnings.push(`damaged: packets that could not be decoded: ${lost}`);
  } catch (error) {
    isIntact = false; // what has thrown may be the decoder itself
    throw error;
  } finally {
    if (isIntact) returnOpusDecoder(kept);
  }
}

/** In place. A function of its own, since in the generator the loop takes ten times as long. */
function roundTo16Bits(samples: Float32Array, gain: number): void {
  for (let i = 0; i < samples.length; i++) samples[i] = Math.round(samples[i]! * gain) / FULL_SCALE;
}

function readHead(packet: Uint8Array | undefined, name: string): OpusHead {
  if (packet === undefined || packet.length < 19 || packet[8]! > 15) {
    throw unreadableAudio(name, "is an Ogg Opus file with a broken header");
  }
  const view = viewOf(packet);
  const channels = packet[9]!;
  checkHeader(name, OPUS_RATE, channels);
  const common = {
    channels,
    preSkip: view.getUint16(10, true),
    inputSampleRate: view.getUint32(12, true),
    gain: 10 ** (view.getInt16(16, true) / 256 / 20),
  };
  const family = packet[18]!;
  if (family === 0 && channels <= 2) {
    const channelMappingTable = channels === 2 ? [0, 1] : [0];
    return { ...common, streamCount: 1, coupledStreamCount: channels - 1, channelMappingTable };
  }
  if (family !== 1 && family !== 255) {
    throw unsupportedAudio(name, `Ogg Opus of channel mapping family ${family}`);
  }
  const [streamCount = 0, coupledStreamCount = 0, ...channelMappingTable] = packet.subarray(
    19,
    21 + channels,
  );
  const highest = streamCount + coupledStreamCount;
  const isFitting = channelMappingTable.every((index) => index < highest || index === 255);
  if (
    channelMappingTable.length < channels ||
    !isFitting ||
    coupledStreamCount > streamCount ||
    highest > 255
  ) {
    throw unreadableAudio(name, "is an Ogg Opus file with a broken channel mapping");
  }
  return { ...common, streamCount, coupledStreamCount, channelMappingTable };
}

/**
 * Counts samples, with those that are skipped at the start: as many as the packets hold, and after the last page no more than its
 * granule position says. That one starts from 0 or, where the recording was cut out of a longer stream, from what the first
 * page begins with.
 */
class SoundEnd {
  #samples = 0;
  #origin: number | undefined;

  /** The end of the sound after a page with these packets. */
  after({ granule, isLast }: OggPart, packets: readonly Uint8Array[]): number {
    for (const packet of packets) this.#samples += packetSamples(packet);
    if (granule < 0 || packets.length === 0) return this.#samples;
    this.#origin ??= Math.max(0, granule - this.#samples);
    return isLast ? Math.min(granule - this.#origin, this.#samples) : this.#samples;
  }
}
