import type { StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { augmentationKey } from "../../augmentation/augmentation.ts";
import type { Stamp } from "../../corpora/recording.ts";
import { type ExtractedClip, type Keep, withValues } from "../../features/extraction/extract.ts";
import { hashOf } from "../../features/sets/hash.ts";
import { VERSION } from "../../version.ts";
import { CacheDatabase, isDamage } from "./cache-database.ts";
import type { Extraction } from "../workers/features-job.ts";
import { reasonOf } from "../files/file.ts";

/** Extracted features, kept by the content of the file and by what is extracted. */
export interface FeatureCache {
  /** The clips of a recording, their values handed on one after the other; undefined where it has none. Errors: those of `keep`. */
  get<Values>(bytesHash: string, keep: Keep<Values>): ExtractedClip<Values>[] | undefined;
  /** Takes values of a recording, those of a clip or of a copy, with their number. */
  put(bytesHash: string, number: number, values: Float32Array): void;
  /** Takes what else is known of a recording's clips, with the numbers of their values, after which `get` gives them. */
  complete(bytesHash: string, clips: readonly ExtractedClip<number>[]): void;
  /** The hash of a file's bytes, where it is known and the file is as it was. */
  hashOf(stamp: Stamp): string | undefined;
  /** Notes the hash of a file's bytes, to be known by the next run. */
  remember(stamp: Stamp, bytesHash: string): void;
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
  let database: CacheDatabase | undefined;
  try {
    database = CacheDatabase.open(onWarning);
    return new SqliteCache(database, extraction, onWarning);
  } catch (error) {
    database?.close();
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
    ...(augmentation === undefined ? [] : [augmentationKey(augmentation)]),
    `Affekt ${VERSION}`,
  ].join(", ");
}

/** The number of the piece that says what is known of a recording's clips; the others are values, counted from 0. */
const FACTS = -1;

class SqliteCache implements FeatureCache {
  readonly #database: CacheDatabase;
  readonly #key: string;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #selectFile: StatementSync;
  readonly #onWarning: (message: string) => void;
  readonly #files: { readonly stamp: Stamp; readonly bytesHash: string }[] = [];
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
    this.#select = database.prepare(
      "SELECT content, checksum FROM pieces WHERE bytes = ? AND features = ? AND number = ?",
    );
    this.#insert = database.prepare("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?, ?, ?, ?, ?)");
    this.#selectFile = database.prepare("SELECT bytes FROM files WHERE place = ? AND state = ?");
    this.#onWarning = onWarning;
  }

  get<Values>(bytesHash: string, keep: Keep<Values>): ExtractedClip<Values>[] | undefined {
    const facts = this.#read(bytesHash, FACTS);
    if (facts === undefined) return undefined;
    const clips = JSON.parse(new TextDecoder().decode(facts)) as ExtractedClip<number>[];
    const kept: Values[] = [];
    const count = clips.reduce((sum, { copies = [] }) => sum + 1 + copies.length, 0);
    for (let number = 0; number < count; number++) {
      const values = this.#read(bytesHash, number);
      if (values === undefined) return undefined;
      kept.push(keep(new Float32Array(values.slice().buffer)));
    }
    this.#taken.push(bytesHash);
    return clips.map((clip) => withValues(clip, (number) => kept[number]!));
  }

  put(bytesHash: string, number: number, values: Float32Array): void {
    const { buffer, byteOffset, byteLength } = values;
    this.#write(bytesHash, number, new Uint8Array(buffer, byteOffset, byteLength));
  }

  complete(bytesHash: string, clips: readonly ExtractedClip<number>[]): void {
    this.#write(bytesHash, FACTS, new TextEncoder().encode(JSON.stringify(clips)));
  }

  hashOf({ place, state }: Stamp): string | undefined {
    return this.#attempt(() => {
      const row = this.#selectFile.get(place, state);
      return row && String(row["bytes"]);
    });
  }

  remember(stamp: Stamp, bytesHash: string): void {
    this.#files.push({ stamp, bytesHash });
  }

  close(): void {
    this.#attempt(() => {
      this.#database.markFiles(this.#files);
      this.#database.markUsed(this.#key, this.#taken);
      this.#database.shrink();
    });
    this.#isBroken = true; // what interrupted work still brings is not kept
    if (this.#isDamaged) this.#database.remove();
    else this.#database.close();
  }

  #read(bytesHash: string, number: number): Uint8Array | undefined {
    return this.#attempt(() => {
      const row = this.#select.get(bytesHash, this.#key, number);
      if (row === undefined) return undefined;
      const { content, checksum } = row;
      if (content instanceof Uint8Array && checksum === crc32(content)) return content;
      this.#onWarning(
        `an entry of ${this.#database.file} is damaged; its recording's features are extracted again`,
      );
      return undefined;
    });
  }

  #write(bytesHash: string, number: number, content: Uint8Array): void {
    this.#attempt(() => {
      const [sum, size] = [crc32(content), content.length];
      this.#insert.run(bytesHash, this.#key, number, content, sum, size, Date.now());
    });
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
