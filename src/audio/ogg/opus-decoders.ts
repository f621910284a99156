import type { OpusDecoder } from "opus-decoder";
import { OPUS_RATE } from "./opus-packet.ts";

/** How the streams of an Ogg Opus link become channels (RFC 7845, 5.1.1). */
export interface OpusLayout {
  readonly channels: number;
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly channelMappingTable: number[];
}

/** What `opus-decoder` hides, of the version that package.json names. */
interface Inside {
  _decoder: number;
  readonly _common: {
    readonly wasm: {
      readonly HEAP: ArrayBuffer;
      malloc(bytes: number): number;
      free(pointer: number): void;
      opus_frame_decoder_destroy(decoder: number): void;
      opus_frame_decoder_create(
        rate: number,
        channels: number,
        streams: number,
        coupledStreams: number,
        mapping: number,
        preSkip: number,
        forceStereo: number,
      ): number;
    };
  };
}

/** The decoder that ended last, and its layout. */
let idle: { readonly key: string; readonly decoder: OpusDecoder } | undefined;

/**
 * A decoder in its first state. Each has a WebAssembly memory of its own, and to make one, and to collect it afterwards, takes
 * longer than to decode a short clip. So the last one is kept, and begins anew for the next clip of its layout.
 */
export async function takeOpusDecoder(layout: OpusLayout): Promise<OpusDecoder> {
  if (idle?.key === keyOf(layout)) {
    const { decoder } = idle;
    idle = undefined;
    restart(decoder as unknown as Inside, layout);
    return decoder;
  }
  const { OpusDecoder } = await import("opus-decoder");
  const decoder = new OpusDecoder({ ...layout, preSkip: 0 });
  await decoder.ready;
  return decoder;
}

/** Keeps a decoder for the next clip, instead of the one that is kept now. */
export function returnOpusDecoder(decoder: OpusDecoder, layout: OpusLayout): void {
  idle?.decoder.free();
  idle = { key: keyOf(layout), decoder };
}

function keyOf(layout: OpusLayout): string {
  const { channels, streamCount, coupledStreamCount, channelMappingTable } = layout;
  return [channels, streamCount, coupledStreamCount, ...channelMappingTable].join();
}

/* oxlint-disable no-underscore-dangle */
function restart(inside: Inside, layout: OpusLayout): void {
  const { channels, streamCount, coupledStreamCount, channelMappingTable } = layout;
  const { wasm } = inside._common;
  wasm.opus_frame_decoder_destroy(inside._decoder);
  wasm.free(inside._decoder);
  const mapping = wasm.malloc(channels);
  new Uint8Array(wasm.HEAP, mapping, channels).set(channelMappingTable);
  inside._decoder = wasm.opus_frame_decoder_create(
    OPUS_RATE,
    channels,
    streamCount,
    coupledStreamCount,
    mapping,
    0,
    0,
  );
  wasm.free(mapping);
}
