import { AffektError } from "../errors.ts";
import { choice } from "../options/schema.ts";
import type { AudioData } from "./audio-data.ts";

/** The conversion of channels to mono. */
export const CHANNEL_CHOICES = ["mix", "left", "right", "each"] as const;

/** Choice of what becomes of several channels: their mean, as librosa's `to_mono`, one of them, or each by itself. */
export type ChannelChoice = (typeof CHANNEL_CHOICES)[number];

/** The schema of the option `channel`, which has the default `mix`. */
export const channelChoice = choice(CHANNEL_CHOICES, {
  text: "channel of stereo recordings: the mean of all, left, right, or each separately",
});

/** Prefix of the warning that channels cancel out. */
const OUT_OF_PHASE = "out of phase";
/** Channels cancel out where their mix has less than this share (-17 dB) of the energy that it would have of unrelated ones. */
const CANCELLED_SHARE = 0.02;

/**
 * The mono signal of audio: by default the mean over channels, as librosa's `to_mono`. A single channel is returned as it is, not
 * copied.
 * @throws {AffektError} `invalid-argument` for the right channel of mono audio.
 */
export function mixToMono(
  { channels }: Pick<AudioData, "channels">,
  { channel = "mix" }: { readonly channel?: Exclude<ChannelChoice, "each"> } = {},
): Float32Array {
  if (channels.length === 0) return new Float32Array(0);
  return new MonoMixer({ channelCount: channels.length, channel }).mix(channels)[0]!;
}

/** Options of `MonoMixer`; `name` is the recording's, for messages. */
export interface MonoMixerOptions {
  readonly channelCount: number;
  /** Default `mix`. */
  readonly channel?: ChannelChoice | undefined;
  readonly name?: string;
}

/**
 * Makes the mono signals of a recording, block by block, and notices channels that cancel out when mixed.
 * @throws {AffektError} `invalid-argument` for the right channel of a mono recording.
 */
export class MonoMixer {
  /** Names of the signals: one that is empty, or with `each` one a channel (`left` and `right`, or `channel 1` …). */
  readonly signals: readonly string[];
  readonly #channel: ChannelChoice;
  #mixEnergy = 0;
  /** Energy that the mix of unrelated channels with these energies has. */
  #unrelatedEnergy = 0;

  constructor({ channelCount, channel = "mix", name = "recording" }: MonoMixerOptions) {
    if (channel === "right" && channelCount < 2) {
      throw new AffektError("invalid-argument", `${name}: is mono, so it has no right channel`);
    }
    this.#channel = channelCount === 1 && channel !== "each" ? "left" : channel;
    this.signals =
      channel !== "each"
        ? [""]
        : channelCount === 2
          ? ["left", "right"]
          : Array.from({ length: channelCount }, (_, c) => `channel ${c + 1}`);
  }

  /** The mono signals of the next block, in the order of `signals`. Channels that are used alone are not copied. */
  mix(channels: readonly Float32Array[]): readonly Float32Array[] {
    if (this.#channel === "each") return channels;
    if (this.#channel !== "mix") return [channels[this.#channel === "left" ? 0 : 1]!];
    return [
      channels.length === 2 ? this.#mixTwo(channels[0]!, channels[1]!) : this.#mixAll(channels),
    ];
  }

  /** Whether the channels cancel out in the mix so far. */
  get cancels(): boolean {
    return this.#mixEnergy < CANCELLED_SHARE * this.#unrelatedEnergy;
  }

  /** Warnings about the mix. Complete after the last block. */
  get warnings(): readonly string[] {
    if (!this.cancels) return [];
    return [
      `${OUT_OF_PHASE}: the channels cancel out when mixed to mono; use one of them (--channel left)`,
    ];
  }

  #mixTwo(left: Float32Array, right: Float32Array): Float32Array {
    const mono = new Float32Array(left.length);
    let mixEnergy = 0;
    let channelEnergy = 0;
    for (let i = 0; i < mono.length; i++) {
      const l = left[i]!;
      const r = right[i]!;
      const mean = (l + r) / 2;
      mono[i] = mean;
      mixEnergy += mean * mean;
      channelEnergy += l * l + r * r;
    }
    this.#mixEnergy += mixEnergy;
    this.#unrelatedEnergy += channelEnergy / 4;
    return mono;
  }

  #mixAll(channels: readonly Float32Array[]): Float32Array {
    const count = channels.length;
    const mono = new Float32Array(channels[0]!.length);
    let mixEnergy = 0;
    let channelEnergy = 0;
    for (let i = 0; i < mono.length; i++) {
      let sum = 0;
      for (const channel of channels) {
        const sample = channel[i]!;
        sum += sample;
        channelEnergy += sample * sample;
      }
      const mean = sum / count;
      mono[i] = mean;
      mixEnergy += mean * mean;
    }
    this.#mixEnergy += mixEnergy;
    this.#unrelatedEnergy += channelEnergy / count ** 2;
    return mono;
  }
}

/** The warning among others that says that channels cancel out. */
export function outOfPhaseWarning(warnings: readonly string[]): string | undefined {
  return warnings.find((warning) => warning.startsWith(OUT_OF_PHASE));
}
