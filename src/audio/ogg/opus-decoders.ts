import type { OpusDecoder } from "opus-decoder";

/** How the streams of an Ogg Opus link become channels (RFC 7845, 5.1.1). */
export interface OpusLayout {
  readonly channels: number;
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly channelMappingTable: number[];
}

/** What `opus-decoder` hides, of the version that package.json names. */
interface Inside {
  readonly _common: { readonly wasm: { readonly HEAP: ArrayBuffer } };
}

/** A decoder, and its WebAssembly memory in its first state. */
interface Kept {
  readonly key: string;
  readonly decoder: OpusDecoder;
  readonly fresh: Int32Array;
}

/** The decoder that ended last. */
let idle: Kept | undefined;

/**
 * A decoder in its first state. Each has a WebAssembly memory of its own, and to make one, and to collect it afterwards, takes
 * longer than to decode a short clip. So the last one is kept, and gets its first memory back for the next clip of its layout. Its own
 * functions to end and to begin would lose 23 kB of that memory each time.
 */
export async function takeOpusDecoder(layout: OpusLayout): Promise<Kept> {
  const key = keyOf(layout);
  if (idle?.key === key) {
    const kept = idle;
    idle = undefined;
    memoryOf(kept.decoder).set(kept.fresh);
    return kept;
  }
  const { OpusDecoder } = await import("opus-decoder");
  const decoder = new OpusDecoder({ ...layout, preSkip: 0 });
  await decoder.ready;
  return { key, decoder, fresh: usedPart(memoryOf(decoder)).slice() };
}

/** Keeps a decoder for the next clip, instead of the one that is kept now. */
export function returnOpusDecoder(kept: Kept): void {
  idle?.decoder.free();
  idle = kept;
}

function keyOf(layout: OpusLayout): string {
  const { channels, streamCount, coupledStreamCount, channelMappingTable } = layout;
  return [channels, streamCount, coupledStreamCount, ...channelMappingTable].join();
}

/** The memory up to its last value that is not 0: behind all that is allocated, the allocator notes how much is left. */
function usedPart(memory: Int32Array): Int32Array {
  let end = memory.length;
  while (end > 0 && memory[end - 1] === 0) end--;
  return memory.subarray(0, end);
}

function memoryOf(decoder: OpusDecoder): Int32Array {
  // oxlint-disable-next-line no-underscore-dangle
  return new Int32Array((decoder as unknown as Inside)._common.wasm.HEAP);
}
