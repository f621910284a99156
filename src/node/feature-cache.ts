import type { StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { augmentationInWords } from "../augmentation/augmentation.ts";
import type { ExtractedClip } from "../features/extract.ts";
import { columnsOf } from "../features/set-columns.ts";
import { hashOf } from "../features/set-hash.ts";
import { concatenate } from "../math/concatenate.ts";
import { VERSION } from "../version.ts";
import { CacheDatabase, isDamage } from "./cache-database.ts";
import type { Extraction } from "./features-job.ts";
import { reasonOf } from "./file.ts";

/** Extracted features, kept by the content of the file and by what is extracted. */
export interface FeatureCache {
  get(bytesHash: string): readonly ExtractedClip[] | undefined;
  put(bytesHash: string, clips: readonly ExtractedClip[]): void;
  close(): void;
}

/**
 * The cache of what is extracted, in the database of the cache folder. What is damaged is made anew; where the cache cannot be
 * used, there is none. `onWarning` says so in both cases.
 */
export function openFeatureCache(
  extraction: Extraction,
  onWarning: (message: string) => void,
): FeatureCache | undefined {
  try {
    const database = CacheDatabase.open(onWarning);
    return new SqliteCache(database, extraction, onWarning);
  } catch (error) {
    onWarning(`features are not cached: ${reasonOf(error)}`);
    return undefined;
  }
}

/** What tells one extraction's results from another's, in words that `affekt cache info` shows. */
function keyOf({ set, windowing = "auto", pcm, augmentation }: Extraction): string {
  const windows =
    typeof windowing === "string"
      ? windowing
      : `windows of ${windowing.windowSeconds} s every ${windowing.hopSeconds} s`;
  return [
    `${set.name} ${hashOf(set)}`,
    ...(windows === "auto" ? [] : [windows]),
    ...(pcm === undefined ? [] : [JSON.stringify(pcm)]),
    ...(augmentation === undefined ? [] : [augmentationInWords(augmentation)]),
    `Affekt ${VERSION}`,
  ].join(", ");
}

class SqliteCache implements FeatureCache {
  readonly #database: CacheDatabase;
  readonly #key: string;
  readonly #width: number;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #onWarning: (message: string) => void;
  /** Hashes of what was taken from the cache. */
  readonly #taken: string[] = [];
  #isBroken = false;
  #isDamaged = false;

  constructor(
    database: CacheDatabase,
    extraction: Extraction,
    onWarning: (message: string) => void,
  ) {
    this.#database = database;
    this.#key = keyOf(extraction);
    this.#width = columnsOf(extraction.set).length;
    this.#select = database.prepare(
      "SELECT facts, content, checksum FROM entries WHERE bytes = ? AND features = ?",
    );
    this.#insert = database.prepare("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#onWarning = onWarning;
  }

  get(bytesHash: string): readonly ExtractedClip[] | undefined {
    return this.#attempt(() => {
      const row = this.#select.get(bytesHash, this.#key);
      if (row === undefined) return undefined;
      const { content, facts, checksum } = row;
      const clips =
        content instanceof Uint8Array && checksum === checksumOf(content, String(facts))
          ? decodeClips(content, String(facts), this.#width)
          : undefined;
      if (clips === undefined) {
        this.#onWarning(
          `an entry of ${this.#database.file} is damaged; its recording's features are extracted again`,
        );
      } else this.#taken.push(bytesHash);
      return clips;
    });
  }

  put(bytesHash: string, clips: readonly ExtractedClip[]): void {
    this.#attempt(() => {
      const { content, facts } = encodeClips(clips);
      const size = content.length + facts.length;
      const sum = checksumOf(content, facts);
      this.#insert.run(bytesHash, this.#key, facts, content, sum, size, Date.now());
    });
  }

  close(): void {
    this.#attempt(() => {
      this.#database.markUsed(this.#key, this.#taken);
      this.#database.shrink();
    });
    this.#isBroken = true; // what interrupted work still brings is not kept
    if (this.#isDamaged) this.#database.remove();
    else this.#database.close();
  }

  // A cache that fails (a full disk, a damaged file) costs a warning and time, never the work.
  #attempt<T>(action: () => T): T | undefined {
    if (this.#isBroken) return undefined;
    try {
      return action();
    } catch (error) {
      this.#isBroken = true;
      this.#isDamaged = isDamage(error);
      this.#onWarning(`the cache of features is not used any more: ${reasonOf(error)}`);
      return undefined;
    }
  }
}

/** What is kept of a clip apart from its values: how many there are, and how many of each of its copies. */
type ClipFacts = Omit<ExtractedClip, "values" | "copies"> & {
  readonly count: number;
  readonly copies?: readonly number[];
};

// All clips' values one after the other, those of its copies behind a clip's own, and as JSON what else is known of them.
function encodeClips(clips: readonly ExtractedClip[]): { content: Uint8Array; facts: string } {
  const { buffer, byteOffset, byteLength } = concatenate(
    clips.flatMap(({ values, copies = [] }) => [values, ...copies]),
    (length) => new Float32Array(length),
  );
  const facts = clips.map(({ values: { length: count }, copies, ...rest }): ClipFacts => ({
    ...rest,
    count,
    ...(copies && { copies: copies.map(({ length }) => length) }),
  }));
  const content = new Uint8Array(buffer, byteOffset, byteLength);
  return { content, facts: JSON.stringify(facts) };
}

function decodeClips(
  content: Uint8Array,
  facts: string,
  width: number,
): ExtractedClip[] | undefined {
  const values = new Float32Array(content.slice().buffer);
  const clips = JSON.parse(facts) as ClipFacts[];
  const counts = clips.flatMap(({ count, copies = [] }) => [count, ...copies]);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total !== values.length || counts.some((count) => count % width !== 0)) return undefined;
  let at = 0;
  const take = (count: number): Float32Array => values.subarray(at, (at += count));
  return clips.map(({ count, copies, ...rest }) => ({
    ...rest,
    values: take(count),
    ...(copies && { copies: copies.map(take) }),
  }));
}

function checksumOf(content: Uint8Array, facts: string): number {
  return crc32(facts, crc32(content));
}
