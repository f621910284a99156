import type { StatementSync } from "node:sqlite";
import { crc32 } from "node:zlib";
import { DECODING_VERSION } from "../../audio/decode.ts";
import { augmentationKey } from "../../augmentation/augmentation.ts";
import type { Stamp } from "../../corpora/recording.ts";
import type { Clip, RecordingInfo } from "../../features/extraction/clip.ts";
import type { Segment } from "../../features/extraction/cutter.ts";
import { hashOf } from "../../features/sets/hash.ts";
import { contentHash } from "../../math/content-hash.ts";
import { AffektError } from "../../errors.ts";
import { VERSION } from "../../version.ts";
import { LARGEST_HELD } from "../sources/byte-source.ts";
import { reasonOf } from "../files/file.ts";
import type { FileExtraction } from "../workers/features-job.ts";
import { CacheDatabase, isDamage } from "./cache-database.ts";

/** Extracted features, stored by the content of the file and by the extraction. */
export interface FeatureCache {
  /** The clips of a recording; `undefined` where they are not in the cache. */
  get(bytesHash: string, segments: Segments): CachedRecording | undefined;
  /** Passes clips on and stores them. */
  keep(
    bytesHash: string,
    segments: Segments,
    clips: AsyncGenerator<Clip, RecordingInfo, void>,
  ): AsyncGenerator<Clip, RecordingInfo, void>;
  /** The hash of a file's bytes, where it is known and the file has not changed. */
  hashOf(stamp: Stamp): string | undefined;
  /** Remembers the hash of a file's bytes for the next run. */
  remember(stamp: Stamp, bytesHash: string): void;
  close(): void;
}

/** A recording in the cache. */
export interface CachedRecording {
  /** Read while they are iterated where they are many. */
  readonly clips: Iterable<Clip>;
  readonly info: RecordingInfo;
}

type Segments = readonly Segment[] | undefined;

/**
 * The cache of an extraction, in the database of the cache folder. A damaged one is made anew. Where the cache cannot be used there is
 * none; `onWarning` is told in both cases.
 */
export function openFeatureCache(
  extraction: FileExtraction,
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

/** The extraction in words, which `affekt cache info` shows; the same words mean the same results. */
function keyOf({
  set,
  windowing = "auto",
  channel = "mix",
  pcm,
  augmentation,
}: FileExtraction): string {
  const windows =
    typeof windowing === "string"
      ? windowing
      : `windows of ${windowing.windowSeconds} s every ${windowing.hopSeconds} s`;
  return [
    `${set.name} ${hashOf(set)}`,
    ...(windows === "auto" ? [] : [windows]),
    ...(channel === "mix" ? [] : [`channel ${channel}`]),
    ...(pcm === undefined ? [] : [JSON.stringify(pcm)]),
    ...(augmentation === undefined ? [] : [augmentationKey(augmentation)]),
    `decoding ${DECODING_VERSION}`,
    `Affekt ${VERSION}`,
  ].join(", ");
}

/** The numbers of the pieces that are no values; values are counted from 0. The index is written last: it completes a recording. */
const INDEX = -1;
const FINGERPRINT = -2;

/** The index of a recording: all but the values and the fingerprint. */
interface Index {
  readonly clips: readonly (Omit<Clip, "values" | "augmented"> & { readonly augmented?: number })[];
  readonly info: Omit<RecordingInfo, "fingerprint">;
}

class SqliteCache implements FeatureCache {
  readonly #database: CacheDatabase;
  readonly #key: string;
  readonly #select: StatementSync;
  readonly #insert: StatementSync;
  readonly #selectFile: StatementSync;
  readonly #onWarning: (message: string) => void;
  readonly #files: { readonly stamp: Stamp; readonly bytesHash: string }[] = [];
  /** Recordings that were taken from the cache. */
  readonly #taken: string[] = [];
  #isBroken = false;
  #isDamaged = false;

  constructor(
    database: CacheDatabase,
    extraction: FileExtraction,
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

  get(bytesHash: string, segments: Segments): CachedRecording | undefined {
    const recording = recordingKey(bytesHash, segments);
    const index = this.#read(recording, INDEX);
    const fingerprint = index && this.#read(recording, FINGERPRINT);
    if (index === undefined || fingerprint === undefined) return undefined;
    const { clips: entries, info } = JSON.parse(new TextDecoder().decode(index)) as Index;
    const count = entries.reduce((sum, { augmented = 0 }) => sum + 1 + augmented, 0);
    let size = 0;
    for (let number = 0; number < count; number++) {
      const bytes = this.#read(recording, number);
      if (bytes === undefined) return undefined;
      size += bytes.length;
    }
    const clips = this.#clips(recording, entries);
    this.#taken.push(recording);
    return {
      // other processes may clear the cache, so few values are read at once
      clips: size > LARGEST_HELD ? clips : [...clips],
      info: { ...info, fingerprint: new Uint32Array(fingerprint.slice().buffer) },
    };
  }

  *#clips(recording: string, entries: Index["clips"]): Generator<Clip> {
    let number = 0;
    const next = (): Float32Array => {
      const bytes = this.#read(recording, number++);
      if (bytes !== undefined) return new Float32Array(bytes.slice().buffer);
      throw new AffektError(
        "unreadable",
        `${this.#database.file}: features were removed while they were read; run it again`,
      );
    };
    for (const { augmented, ...clip } of entries) {
      const values = next();
      const copies = augmented === undefined ? undefined : Array.from({ length: augmented }, next);
      yield { ...clip, values, ...(copies && { augmented: copies }) };
    }
  }

  async *keep(
    bytesHash: string,
    segments: Segments,
    clips: AsyncGenerator<Clip, RecordingInfo, void>,
  ): AsyncGenerator<Clip, RecordingInfo, void> {
    const recording = recordingKey(bytesHash, segments);
    const index: Index["clips"][number][] = [];
    let number = 0;
    try {
      for (;;) {
        const { done, value } = await clips.next();
        if (done === true) {
          const { fingerprint, ...info } = value;
          this.#write(recording, FINGERPRINT, bytesOf(fingerprint));
          const text = JSON.stringify({ clips: index, info } satisfies Index);
          this.#write(recording, INDEX, new TextEncoder().encode(text));
          return value;
        }
        const { values, augmented, ...clip } = value;
        for (const own of [values, ...(augmented ?? [])]) {
          this.#write(recording, number++, bytesOf(own));
        }
        index.push(augmented === undefined ? clip : { ...clip, augmented: augmented.length });
        yield value;
      }
    } finally {
      await clips.return(undefined as never);
    }
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
    this.#isBroken = true; // interrupted work may still bring something
    if (this.#isDamaged) this.#database.remove();
    else this.#database.close();
  }

  #read(recording: string, number: number): Uint8Array | undefined {
    return this.#attempt(() => {
      const row = this.#select.get(recording, this.#key, number);
      if (row === undefined) return undefined;
      const { content, checksum } = row;
      if (content instanceof Uint8Array && checksum === crc32(content)) return content;
      this.#onWarning(
        `an entry of ${this.#database.file} is damaged; its recording's features are extracted again`,
      );
      return undefined;
    });
  }

  #write(recording: string, number: number, content: Uint8Array): void {
    this.#attempt(() => {
      const [sum, size] = [crc32(content), content.length];
      this.#insert.run(recording, this.#key, number, content, sum, size, Date.now());
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

/** The bytes and the segments that are cut from them. */
function recordingKey(bytesHash: string, segments: Segments): string {
  if (segments === undefined) return bytesHash;
  const places = segments.map(({ startSeconds, endSeconds }) => `${startSeconds}-${endSeconds}`);
  return `${bytesHash} ${contentHash(new TextEncoder().encode(places.join()))}`;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Uint32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
