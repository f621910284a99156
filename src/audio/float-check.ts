/** Prefix of the warning of samples that are far beyond full scale. */
const WRONG_SCALE = "wrong scale";
/** Twice as loud as any mix that went over full scale (+24 dB). */
const LARGEST_OVER = 16;
/** Full scales of integers, of which some programs write the values as floating point. */
const INTEGER_SCALES: readonly number[] = [2 ** 15, 2 ** 23, 2 ** 31];

/** Checks floating-point samples: replaces what is not finite, and notices the range of integers. */
export class FloatCheck {
  #notFinite = 0;
  #peak = 0;

  /** Replaces NaN and infinities in a block by 0, in place. */
  check(channels: readonly Float32Array[]): void {
    for (const channel of channels) {
      const energy = energyOf(channel);
      if (!Number.isFinite(energy)) this.#notFinite += zeroNotFinite(channel);
      // only samples beyond full scale on average can be in the range of integers
      if (!(energy <= channel.length)) this.#peak = Math.max(this.#peak, peakOf(channel));
    }
  }

  /** Warnings of what was found so far. */
  get warnings(): string[] {
    const warnings: string[] = [];
    if (this.#notFinite > 0) {
      warnings.push(`not finite: NaN or infinite samples taken as 0: ${this.#notFinite}`);
    }
    if (this.#peak > LARGEST_OVER) {
      const scale = INTEGER_SCALES.find((each) => this.#peak <= each);
      const remedy = scale === undefined ? "scale them to ±1" : `divide by ${scale}`;
      const peak = Number(this.#peak.toPrecision(5));
      warnings.push(`${WRONG_SCALE}: samples reach ${peak} where full scale is 1: ${remedy}`);
    }
    return warnings;
  }
}

/** Whether a warning says that samples are in the range of integers. */
export function isScaleWarning(warning: string): boolean {
  return warning.startsWith(WRONG_SCALE);
}

/** The sum of squares, which is finite where all samples are. */
function energyOf(samples: Float32Array): number {
  let energy = 0;
  for (let i = 0; i < samples.length; i++) energy += samples[i]! * samples[i]!;
  return energy;
}

/** Replaces NaN and infinities in place by 0 and returns how many there were. */
function zeroNotFinite(samples: Float32Array): number {
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    if (Number.isFinite(samples[i]!)) continue;
    samples[i] = 0;
    count++;
  }
  return count;
}

function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]!));
  return peak;
}
