import type { Extracting } from "../corpora/extract-table.ts";
import type { Recording } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import { type ExtractedClip, type Keep, withValues } from "../features/extract.ts";
import { ContentHash, contentHash } from "../math/content-hash.ts";
import { atMost, type Pool } from "../parallel.ts";
import type { FeatureCache } from "./feature-cache.ts";
import {
  type Extraction,
  features,
  type FeaturesInput,
  type FeaturesMessage,
} from "./features-job.ts";

type OnMessage = (message: FeaturesMessage) => void;
type Source = Pick<FeaturesInput, "source" | "name">;

/** What a `RecordingExtractor` works with. */
export interface RecordingExtractorOptions extends Extraction {
  readonly pool: Pool;
  /** Without one, files are not even read to be told from others. */
  readonly cache?: FeatureCache | undefined;
  /** There is only one recording, for which no worker needs to take memory of its own. */
  readonly isSingle: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What extracts the clips of recordings: what is in the cache comes from there, small files go to workers, large ones are read in pieces. */
export class RecordingExtractor {
  readonly #options: RecordingExtractorOptions;
  readonly #oneByOne = atMost(1);

  constructor(options: RecordingExtractorOptions) {
    this.#options = options;
  }

  /** The clips of a recording; tells what share of a large one is done. Errors: those of the job `features` and of `keep`. */
  async extract<Values>(
    recording: Recording,
    how: Extracting<Values>,
  ): Promise<readonly ExtractedClip<Values>[]> {
    const { path: name, file, once, content } = recording;
    const bytes = await content();
    if (bytes instanceof Uint8Array) {
      return this.#cached(
        how,
        () => contentHash(bytes),
        (onMessage) => this.#onWorker({ source: bytes, name }, onMessage),
      );
    }
    if (once) return this.#kept(how, (tell) => this.#here({ source: bytes, name }, tell));
    return this.#cached(
      how,
      () => this.#hashOf(bytes),
      async (onMessage) =>
        file === undefined || this.#options.isSingle
          ? this.#here({ source: file ?? (await content()), name }, onMessage)
          : untilAborted(this.#onWorker({ source: file, name }, onMessage), this.#options.signal),
    );
  }

  async #cached<Values>(
    how: Extracting<Values>,
    hash: () => string | Promise<string>,
    make: (onMessage: OnMessage) => Promise<ExtractedClip<number>[]>,
  ): Promise<readonly ExtractedClip<Values>[]> {
    const { cache } = this.#options;
    if (cache === undefined) return this.#kept(how, make);
    const bytesHash = await hash();
    const found = cache.get(bytesHash, how.keep);
    if (found !== undefined) return found;
    let count = 0;
    const keep: Keep<Values> = (values) => {
      cache.put(bytesHash, count++, values);
      return how.keep(values);
    };
    return this.#kept({ ...how, keep }, async (onMessage) => {
      const clips = await make(onMessage);
      cache.complete(bytesHash, clips);
      return clips;
    });
  }

  async #kept<Values>(
    { keep, onShare }: Extracting<Values>,
    make: (onMessage: OnMessage) => Promise<ExtractedClip<number>[]>,
  ): Promise<ExtractedClip<Values>[]> {
    const kept: Values[] = [];
    const clips = await make((message) => {
      if ("share" in message) onShare(message.share);
      else kept.push(keep(message.values));
    });
    return clips.map((clip) => withValues(clip, (number) => kept[number]!));
  }

  #onWorker(source: Source, onMessage: OnMessage): Promise<ExtractedClip<number>[]> {
    const tell = (message: unknown): void => onMessage(message as FeaturesMessage);
    const { pool } = this.#options;
    return pool.run("features", this.#inputOf(source), tell) as Promise<ExtractedClip<number>[]>;
  }

  // one after the other, since each holds some minutes of sound
  #here(source: Source, onProgress: OnMessage): Promise<ExtractedClip<number>[]> {
    const { signal } = this.#options;
    return this.#oneByOne(() => features(this.#inputOf(source), { onProgress, signal }));
  }

  #inputOf({ source, name }: Source): FeaturesInput {
    const { set, windowing, pcm, augmentation } = this.#options;
    return { source, name, set, windowing, pcm, augmentation };
  }

  async #hashOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
    const hash = new ContentHash();
    for await (const piece of bytes) {
      if (this.#options.signal?.aborted) throw interrupted();
      hash.update(piece);
    }
    return hash.digest();
  }
}

/** The result of long work, or an error as soon as nobody wants it any more. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(interrupted()), { once: true });
    work.then(resolve, reject);
  });
}

function interrupted(): AffektError {
  return new AffektError("interrupted", "the work was interrupted");
}
