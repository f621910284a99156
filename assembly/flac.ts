import { crc16 } from "./crc16";
import { alignBits, beginBits, isExhausted, readBits } from "./flac-bits";
import { blockSize, readHeader } from "./flac-header";
import { CHANNEL_BYTES, LEFT_SIDE, SIDE_RIGHT, writeSamples } from "./flac-stereo";
import { readSubframe } from "./flac-subframe";

/** How decoding ended: at a frame that is cut off, at what is no intact frame, or with as many samples as wanted. */
const CUT_OFF = 0;
const BROKEN = 1;
const DONE = 2;

/**
 * Decodes FLAC frames one after the other (RFC 9639, section 9), both check sums verified, until there are `wanted` samples a
 * channel. bytes: followed by 256 of zero; sampleRate: in Hz, as the frames tell it, 0 where they do not; tables: those of `crc16`; coefficients: 128 bytes of work space; samples: int32 work
 * space of [channelCount, 65540]; out: float32 [channelCount, stride], stride at least wanted + 65540;
 * result: uint32 bytes used and samples a channel. Returns how it ended.
 */
export function flacFrames(
  bytes: usize,
  length: i32,
  channelCount: i32,
  sampleBits: i32,
  sampleRate: i32,
  wanted: i32,
  tables: usize,
  coefficients: usize,
  samples: usize,
  out: usize,
  stride: i32,
  result: usize,
): i32 {
  const end = bytes + length;
  let start = bytes;
  let count = 0;
  let status = DONE;
  while (count < wanted) {
    beginBits(start, end);
    const assignment = readHeader(start, channelCount, sampleBits, sampleRate);
    const isIntact =
      assignment >= 0 &&
      readChannels(channelCount, sampleBits, assignment, coefficients, samples);
    const footer = alignBits();
    const checksum = <u32>readBits(16);
    if (isExhausted()) {
      status = CUT_OFF;
      break;
    }
    if (!isIntact || crc16(start, footer, tables) !== checksum) {
      status = BROKEN;
      break;
    }
    const target = out + (<usize>count << 2);
    writeSamples(samples, blockSize, channelCount, assignment, sampleBits, target, stride);
    count += blockSize;
    start = footer + 2;
  }
  store<u32>(result, <u32>(start - bytes));
  store<u32>(result, <u32>count, 4);
  return status;
}

/** Whether all channels' subframes are as they should be. */
function readChannels(
  channelCount: i32,
  sampleBits: i32,
  assignment: i32,
  coefficients: usize,
  samples: usize,
): bool {
  for (let c = 0; c < channelCount; c++) {
    const isSide = assignment === SIDE_RIGHT ? c === 0 : assignment >= LEFT_SIDE && c === 1;
    const target = samples + <usize>(c * CHANNEL_BYTES);
    if (!readSubframe(target, blockSize, sampleBits + (isSide ? 1 : 0), coefficients)) return false;
  }
  return true;
}
