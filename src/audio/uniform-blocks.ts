import type { Block } from "./decoding.ts";
import { mixToMono } from "./mix.ts";
import { Resampler } from "./resample/resample.ts";

/** Sample rate and number of channels of all blocks. */
interface UniformFormat {
  /** In Hz. */
  readonly sampleRate: number;
  readonly channelCount: number;
}

/**
 * Gives all blocks of a recording one sample rate and one number of channels. Other rates are resampled. A single channel is
 * copied to all, several are mixed. Each kind of change is a warning.
 */
export async function* uniformBlocks(
  blocks: AsyncIterable<Block>,
  { sampleRate, channelCount }: UniformFormat,
  warnings: string[],
): AsyncGenerator<readonly Float32Array[]> {
  const rates = new Changes(sampleRate);
  const counts = new Changes(channelCount);
  let rate = sampleRate;
  let resamplers: Resampler[] = [];
  let seconds = 0;
  const flush = (): Float32Array[] => resamplers.map((resampler) => resampler.flush());
  for await (const block of blocks) {
    const length = block.channels[0]?.length ?? 0;
    if (length === 0) continue;
    rates.add(block.sampleRate, seconds);
    counts.add(block.channels.length, seconds);
    if (block.sampleRate !== rate) {
      if (resamplers.length > 0) yield flush();
      rate = block.sampleRate;
      resamplers =
        rate === sampleRate
          ? []
          : Array.from(
              { length: channelCount },
              () => new Resampler({ from: rate, to: sampleRate }),
            );
    }
    seconds += length / rate;
    const channels = withChannels(block.channels, channelCount);
    yield resamplers.length === 0
      ? channels
      : channels.map((channel, c) => resamplers[c]!.push(channel));
  }
  if (resamplers.length > 0) yield flush();
  if (rates.count > 0) {
    warnings.push(
      `changing sample rate: ${rates.text((rate) => `${rate} Hz`)}, resampled to ${sampleRate} Hz`,
    );
  }
  if (counts.count > 0) {
    warnings.push(`changing channels: ${counts.text(channelsInWords)}, mixed to ${channelCount}`);
  }
}

function channelsInWords(count: number): string {
  return count === 1 ? "1 channel" : `${count} channels`;
}

/** The blocks with the wanted number of channels: one channel is copied to all, several are mixed. */
function withChannels(channels: readonly Float32Array[], count: number): readonly Float32Array[] {
  if (channels.length === count) return channels;
  const mono = mixToMono({ channels });
  return Array.from({ length: count }, (_, c) => (c === 0 ? mono : mono.slice()));
}

/** The changes of a value on the way through a recording. */
class Changes {
  count = 0;
  #value: number;
  #first: { readonly value: number; readonly seconds: number } | undefined;

  constructor(value: number) {
    this.#value = value;
  }

  add(value: number, seconds: number): void {
    if (value === this.#value) return;
    this.#value = value;
    this.#first ??= { value, seconds };
    this.count++;
  }

  /** The first change, and how many follow it. */
  text(inWords: (value: number) => string): string {
    const { value, seconds } = this.#first!;
    const others = this.count - 1;
    const more = others === 0 ? "" : ` and ${others} more ${others === 1 ? "change" : "changes"}`;
    return `${inWords(value)} from ${seconds.toFixed(2)} s on${more}`;
  }
}
