import type { Audio } from "./audio.ts";
import { checkHeader, unreadableAudio, unsupportedAudio } from "./audio-fault.ts";
import { oggWarnings, type OggStream, readOggStream } from "./ogg.ts";

/** Opus decodes to this rate, whatever was encoded. */
const SAMPLE_RATE = 48000;
/** The identification and the comments. */
const HEADER_PACKETS = 2;
/** Packets that are decoded at once: 10 s where they last 20 ms. */
const BATCH = 500;
/**
 * Steps of 16 bits to full scale. Samples are rounded to them: what the codec leaves below half a step where the source was
 * digitally silent would else decide on chroma and MFCC there (docs/experiments.md: what Opus costs).
 */
const FULL_SCALE = 32768;
/** 120 ms, the longest packet. */
const MAX_PACKET_SAMPLES = 5760;

interface OpusHead {
  readonly channels: number;
  /** Samples at the start that are the codec's delay. */
  readonly preSkip: number;
  /** The factor that the encoder wants the samples to be multiplied by. */
  readonly gain: number;
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly channelMappingTable: number[];
}

/**
 * Decodes Ogg Opus (RFC 7845) at 48 kHz: without the codec's delay, ended by the last granule position, header gain applied,
 * rounded to 16 bits.
 * Errors: `unreadable` for a broken header or where nothing decodes, `unsupported` for ambisonics.
 */
export async function decodeOggOpus(bytes: Uint8Array, name: string): Promise<Audio> {
  const stream = readOggStream(bytes, "ogg-opus");
  const head = readHead(stream.packets[0], name);
  const packets = stream.packets.slice(HEADER_PACKETS);
  const sound = packets.filter((packet) => packetSamples(packet) > 0);
  const { OpusDecoder } = await import("opus-decoder");
  const decoder = new OpusDecoder({ ...head, preSkip: 0 });
  await decoder.ready;
  try {
    const length = Math.max(0, soundEnd(stream) - head.preSkip);
    const channels = Array.from({ length: head.channels }, () => new Float32Array(length));
    let at = -head.preSkip;
    let lost = packets.length - sound.length;
    for (let i = 0; i < sound.length; i += BATCH) {
      const { channelData, samplesDecoded, errors } = decoder.decodeFrames(
        sound.slice(i, i + BATCH),
      );
      const skipped = Math.min(Math.max(0, -at), samplesDecoded);
      for (const [c, samples] of channelData.entries()) {
        const heard = samples.subarray(skipped, Math.max(skipped, length - at));
        const gain = head.gain * FULL_SCALE;
        for (let j = 0; j < heard.length; j++) heard[j] = Math.round(heard[j]! * gain) / FULL_SCALE;
        channels[c]!.set(heard, Math.max(0, at));
      }
      at += samplesDecoded;
      lost += errors.length;
    }
    if (packets.length > 0 && lost === packets.length) {
      throw unreadableAudio(name, "is an Ogg Opus file of which nothing decodes");
    }
    const found = Math.min(length, Math.max(0, at));
    return {
      channels: found < length ? channels.map((channel) => channel.slice(0, found)) : channels,
      sampleRate: SAMPLE_RATE,
      format: "ogg-opus",
      warnings: oggWarnings(stream, lost),
    };
  } finally {
    decoder.free();
  }
}

function readHead(packet: Uint8Array | undefined, name: string): OpusHead {
  if (packet === undefined || packet.length < 19 || packet[8]! > 15) {
    throw unreadableAudio(name, "is an Ogg Opus file with a broken header");
  }
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  const channels = packet[9]!;
  checkHeader(name, SAMPLE_RATE, channels);
  const common = {
    channels,
    preSkip: view.getUint16(10, true),
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

/** Samples that a packet decodes to, by its first bytes (RFC 6716, section 3.1); 0 for what cannot be a packet. */
function packetSamples(packet: Uint8Array): number {
  const [toc, countByte] = packet;
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const frameSamples =
    config < 12
      ? [480, 960, 1920, 2880][config & 3]!
      : config < 16
        ? [480, 960][config & 1]!
        : 120 << (config & 3);
  const frames = [1, 2, 2, (countByte ?? 0) & 63][toc & 3]!;
  const samples = frames * frameSamples;
  return samples <= MAX_PACKET_SAMPLES ? samples : 0;
}

/**
 * How many samples there are to the end, with those that are skipped at the start: at most as many as the packets hold, and in
 * a complete stream as many as the last granule position says. That one starts from 0 or, where the recording was cut out of
 * a longer stream, from what the first page begins with.
 */
function soundEnd({ packets, granules, isComplete }: OggStream): number {
  let samples = 0;
  let origin: number | undefined;
  let last = Infinity;
  for (let i = HEADER_PACKETS; i < packets.length; i++) {
    samples += packetSamples(packets[i]!);
    if (granules[i]! < 0) continue;
    origin ??= Math.max(0, granules[i]! - samples);
    last = granules[i]! - origin;
  }
  return isComplete ? Math.min(last, samples) : samples;
}
