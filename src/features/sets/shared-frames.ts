import { release } from "../../math/release.ts";
import { type Frames, framesOf } from "../../signal/frames.ts";
import { stftMagnitudeRange } from "../../signal/stft.ts";
import { descriptorOf, type FeatureSet } from "./definition.ts";
import type { Framing } from "./framing.ts";

/** A stretch of a clip's magnitudes. */
export interface MagnitudeBlock {
  readonly magnitudes: Frames;
  /** What a function of single frames gives of them. For a key it is computed once for all clips that share them; `part` gives that of some frames. */
  map<T extends object>(key: string, compute: (magnitudes: Frames) => T, part: Part<T>): T;
  /** Frees what no other clip shares. */
  release(): void;
}

/** What belongs to the frames from `first` to before `end`. */
type Part<T> = (whole: T, first: number, end: number) => T;

/** A clip among others of the same recording, which it may overlap. */
export interface Overlap {
  readonly frames: SharedFrames;
  /** The first sample of the clip in the recording, a multiple of `frameStep` of the set. */
  readonly start: number;
}

/**
 * The distance of places from which on a set's clips share their frames: its hop, or 1 for a set whose values do not follow from the
 * magnitudes of such frames alone, or whose clips are trimmed.
 */
export function frameStep({ descriptors, framing, trim }: FeatureSet): number {
  const isShared = descriptors.every((use) => {
    const { prepare, takesHarmonic } = descriptorOf(use.name);
    return prepare === undefined && use.framing === undefined && !takesHarmonic?.(use);
  });
  return isShared && trim === undefined ? framing.hopLength : 1;
}

/** The magnitudes of a recording's frames that overlapping clips share: those that lie within a clip and see none of its ends. */
export class SharedFrames {
  readonly #framing: Framing;
  /** In the order of their frames. */
  #stretches: Stretch[] = [];

  constructor(framing: Framing) {
    this.#framing = framing;
  }

  /** The magnitudes of a clip whose first sample is number `start` of the recording. */
  blocksOf(samples: Float32Array, start: number): MagnitudeBlock[] {
    const { nFft, hopLength, center } = this.#framing;
    const padding = center ? nFft / 2 : 0;
    const first = start / hopLength;
    if (!Number.isInteger(first)) throw new Error(`no frame begins at sample ${start}`);
    const framesUntil = (end: number): number => 1 + Math.floor((end - nFft) / hopLength);
    const count = framesUntil(samples.length + 2 * padding);
    const within = Math.min(count, Math.ceil(padding / hopLength));
    const withinEnd = Math.max(within, framesUntil(samples.length + padding));
    const compute = (from: number, end: number): Frames =>
      stftMagnitudeRange(samples, { first: from, end }, this.#framing);
    const blocks: MagnitudeBlock[] = [];
    const addOwn = (from: number, end: number): void => {
      if (from < end) blocks.push(new OwnBlock(compute(from, end)));
    };
    addOwn(0, within);
    let at = within;
    for (const stretch of this.#stretches) {
      const from = Math.max(at, stretch.first - first);
      const end = Math.min(withinEnd, stretch.end - first);
      if (from >= end) continue;
      addOwn(at, from);
      blocks.push(stretch.block(first + from, first + end));
      at = end;
    }
    if (at < withinEnd && first + at >= (this.#stretches.at(-1)?.end ?? 0)) {
      const stretch = new Stretch(first + at, compute(at, withinEnd));
      this.#stretches.push(stretch);
      blocks.push(stretch.block(stretch.first, stretch.end));
      at = withinEnd;
    }
    addOwn(at, count);
    return blocks;
  }

  /** Frees the frames that no clip shares that begins at a place or behind it. */
  dropBefore(place: number): void {
    const { hopLength } = this.#framing;
    const isNeeded = ({ end }: Stretch): boolean => end * hopLength > place;
    for (const stretch of this.#stretches) if (!isNeeded(stretch)) stretch.release();
    this.#stretches = this.#stretches.filter(isNeeded);
  }

  /** Frees all memory. */
  release(): void {
    this.dropBefore(Infinity);
  }
}

/** Frames of one clip alone. */
class OwnBlock implements MagnitudeBlock {
  readonly magnitudes: Frames;

  constructor(magnitudes: Frames) {
    this.magnitudes = magnitudes;
  }

  map<T extends object>(_key: string, compute: (magnitudes: Frames) => T): T {
    return compute(this.magnitudes);
  }

  release(): void {
    release([this.magnitudes.data]);
  }
}

/** Frames that follow each other, and what was computed of them. */
class Stretch {
  /** The number of the first frame in the recording. */
  readonly first: number;
  readonly #magnitudes: Frames;
  readonly #computed = new Map<string, object>();

  constructor(first: number, magnitudes: Frames) {
    this.first = first;
    this.#magnitudes = magnitudes;
  }

  get end(): number {
    return this.first + this.#magnitudes.count;
  }

  /** The frames from number `from` to before `end`. */
  block(from: number, end: number): MagnitudeBlock {
    const range = [from - this.first, end - this.first] as const;
    return {
      magnitudes: framesOf(this.#magnitudes, ...range),
      map: (key, compute, part) => {
        if (!this.#computed.has(key)) this.#computed.set(key, compute(this.#magnitudes));
        return part(this.#computed.get(key) as ReturnType<typeof compute>, ...range);
      },
      release: () => {},
    };
  }

  release(): void {
    const values = [this.#magnitudes, ...this.#computed.values()].flatMap(Object.values);
    release(values.filter((value) => ArrayBuffer.isView(value)));
  }
}
