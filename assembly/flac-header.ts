import { alignBits, readBits } from "./flac-bits";
import { MID_SIDE } from "./flac-stereo";

/** Samples a channel of the frame whose header was read last. */
export let blockSize: i32 = 0;

/**
 * Reads the header of the frame at `start` and returns how its channels are assigned; -1 where it is not one that fits the stream.
 * sampleRate: in Hz, as the stream's frames tell it; 0 where they do not.
 */
export function readHeader(
  start: usize,
  channelCount: i32,
  sampleBits: i32,
  sampleRate: i32,
): i32 {
  if (readBits(15) !== 0x7ffc) return -1;
  readBits(1); // whether frames have different sizes
  const sizeCode = readBits(4);
  const rateCode = readBits(4);
  const assignment = readBits(4);
  const bitsCode = readBits(3);
  const reserved = readBits(1);
  if (!readCodedNumber()) return -1;
  blockSize = readBlockSize(sizeCode);
  const rate = readSampleRate(rateCode);
  const end = alignBits();
  const checksum = <u32>readBits(8);
  const isFitting =
    reserved === 0 &&
    blockSize > 0 &&
    rate === sampleRate &&
    assignment <= MID_SIDE &&
    (assignment < 8 ? assignment + 1 : 2) === channelCount &&
    (bitsCode === 0 || sampleBitsOf(bitsCode) === sampleBits) &&
    crc8(start, end) === checksum;
  return isFitting ? assignment : -1;
}

/** Reads past the number of the frame or of its first sample, coded like a character of UTF-8 in up to seven bytes; whether it is one. */
function readCodedNumber(): bool {
  const first = readBits(8);
  if (first < 0x80) return true;
  const ones = <i32>clz(~(first << 24));
  if (ones < 2 || ones > 7) return false;
  for (let i = 1; i < ones; i++) if (readBits(8) >> 6 !== 2) return false;
  return true;
}

/** 0 for the reserved code. */
function readBlockSize(code: i32): i32 {
  if (code === 0) return 0;
  if (code === 1) return 192;
  if (code <= 5) return 144 << code;
  if (code <= 7) return readBits(code === 6 ? 8 : 16) + 1;
  return 1 << code;
}

const RATES = memory.data<i32>([
  0, 88200, 176400, 192000, 8000, 16000, 22050, 24000, 32000, 44100, 48000, 96000,
]);

/** In Hz; 0 where only the stream's header tells it, -1 for the invalid code. */
function readSampleRate(code: i32): i32 {
  if (code < 12) return load<i32>(RATES + (<usize>code << 2));
  if (code === 12) return readBits(8) * 1000;
  if (code === 13) return readBits(16);
  return code === 14 ? readBits(16) * 10 : -1;
}

/** -1 for the reserved code. */
function sampleBitsOf(code: i32): i32 {
  if (code === 1) return 8;
  if (code === 2) return 12;
  if (code === 3) return -1;
  return code === 7 ? 32 : code << 2;
}

function crc8(start: usize, end: usize): u32 {
  let crc: u32 = 0;
  for (let p = start; p < end; p++) {
    crc ^= <u32>load<u8>(p);
    for (let i = 0; i < 8; i++) crc = (crc << 1) ^ (crc & 0x80 ? 0x107 : 0);
  }
  return crc;
}
