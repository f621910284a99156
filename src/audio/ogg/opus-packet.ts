/** Opus decodes to this rate in Hz, whatever was encoded. */
export const OPUS_RATE = 48000;
/** 120 ms, the longest packet. */
const MAX_PACKET_SAMPLES = 5760;

/** Samples that a packet decodes to, by its first bytes (RFC 6716, section 3.1); 0 for what cannot be a packet. */
export function packetSamples(packet: Uint8Array): number {
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
