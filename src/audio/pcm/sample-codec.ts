/** Turns stored bytes into samples: plain numbers, or blocks of a compression that can be decoded one by one. */
export interface SampleCodec {
  /** Bytes of the least that decodes: one sample of each channel, or a block. */
  readonly unitBytes: number;
  /** Samples a channel in a unit. */
  readonly unitSamples: number;
  /** Whether samples may come out as NaN or infinite. */
  readonly isFloat: boolean;
  /** Decodes units, of which the last may be cut off, to one array a channel. */
  readonly decode: (units: Uint8Array) => Float32Array[];
}

/** Properties of a block compression. */
interface BlockCompression {
  readonly channelCount: number;
  readonly blockBytes: number;
  /** Samples a channel in a block of which only this number of bytes exists. */
  readonly samplesIn: (bytes: number) => number;
  /** Decodes one channel of the block at an offset into all of `out`. */
  readonly decodeBlock: (view: DataView, start: number, channel: number, out: Float32Array) => void;
}

/** The codec of a compression in blocks of one size, all channels in each. */
export function blockCodec({
  channelCount,
  blockBytes,
  samplesIn,
  decodeBlock,
}: BlockCompression): SampleCodec {
  const unitSamples = samplesIn(blockBytes);
  return {
    unitBytes: blockBytes,
    unitSamples,
    isFloat: false,
    decode: (bytes) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const whole = Math.floor(bytes.length / blockBytes) * unitSamples;
      const samples = whole + samplesIn(bytes.length % blockBytes);
      return Array.from({ length: channelCount }, (_, c) => {
        const channel = new Float32Array(samples);
        for (let i = 0, start = 0; i < samples; i += unitSamples, start += blockBytes) {
          decodeBlock(view, start, c, channel.subarray(i, i + unitSamples));
        }
        return channel;
      });
    },
  };
}
