import { isSameTake } from "./match-fingerprints.ts";

/** The properties that identify a take. */
export interface TakeTraits {
  readonly samplesHash: string;
  /** Absent where there is no audio, only features. */
  readonly fingerprint?: Uint32Array | undefined;
  readonly durationSeconds: number;
  /** The take that a file's name tells. */
  readonly take?: string | undefined;
}

/**
 * Groups clips that hold one and the same take: equal samples, names that tell, or fingerprints that match (the same take in another
 * encoding, at another rate, as audio and video). Gives the number of each clip's group, from 0.
 */
export function groupTakes(rows: readonly TakeTraits[]): number[] {
  const groups = new Groups(rows.length);
  const first = new Map<string, number>();
  for (const [i, { samplesHash, take }] of rows.entries()) {
    for (const key of [`samples ${samplesHash}`, ...(take === undefined ? [] : [`name ${take}`])]) {
      const known = first.get(key);
      if (known === undefined) first.set(key, i);
      else groups.join(i, known);
    }
  }
  joinByFingerprint(rows, groups);
  return groups.numbers();
}

/** Recordings whose lengths differ by more are other takes. */
const LENGTH_TOLERANCE_SECONDS = 0.5;

function joinByFingerprint(rows: readonly TakeTraits[], groups: Groups): void {
  const known = rows.flatMap(({ fingerprint, durationSeconds }, i) =>
    fingerprint === undefined || fingerprint.length === 0
      ? []
      : [{ i, fingerprint, durationSeconds }],
  );
  known.sort((a, b) => a.durationSeconds - b.durationSeconds);
  for (const [at, one] of known.entries()) {
    for (let other = at + 1; other < known.length; other++) {
      const { i, fingerprint, durationSeconds } = known[other]!;
      if (durationSeconds - one.durationSeconds > LENGTH_TOLERANCE_SECONDS) break;
      if (groups.areJoined(one.i, i)) continue;
      if (isSameTake(one.fingerprint, fingerprint)) groups.join(one.i, i);
    }
  }
}

/** Disjoint groups of numbers. */
class Groups {
  readonly #parents: number[];

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, i) => i);
  }

  join(a: number, b: number): void {
    const [x, y] = [this.#rootOf(a), this.#rootOf(b)];
    this.#parents[Math.max(x, y)] = Math.min(x, y);
  }

  areJoined(a: number, b: number): boolean {
    return this.#rootOf(a) === this.#rootOf(b);
  }

  numbers(): number[] {
    return this.#parents.map((_, i) => this.#rootOf(i));
  }

  #rootOf(i: number): number {
    let root = i;
    while (this.#parents[root] !== root) root = this.#parents[root]!;
    this.#parents[i] = root;
    return root;
  }
}
