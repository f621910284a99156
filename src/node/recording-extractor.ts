import type { Recording } from "../corpora/recording.ts";
import { AffektError } from "../errors.ts";
import type { ExtractedClip } from "../features/extract.ts";
import { ContentHash, contentHash } from "../math/content-hash.ts";
import { atMost, type Pool } from "../parallel.ts";
import type { FeatureCache } from "./feature-cache.ts";
import { type Extraction, features, type FeaturesInput } from "./features-job.ts";

type OnShare = (share: number) => void;
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

  /** The clips of a recording; tells what share of a large one is done. Errors: those of the job `features`. */
  async extract(recording: Recording, onShare: OnShare): Promise<readonly ExtractedClip[]> {
    const { path: name, file, once, content } = recording;
    const bytes = await content();
    if (bytes instanceof Uint8Array) {
      return this.#cached(
        () => contentHash(bytes),
        () => this.#onWorker({ source: bytes, name }),
      );
    }
    if (once) return this.#here({ source: bytes, name }, onShare);
    return this.#cached(
      () => this.#hashOf(bytes),
      async () =>
        file === undefined || this.#options.isSingle
          ? this.#here({ source: file ?? (await content()), name }, onShare)
          : this.#onWorker({ source: file, name }, onShare),
    );
  }

  async #cached(
    hash: () => string | Promise<string>,
    make: () => Promise<readonly ExtractedClip[]>,
  ): Promise<readonly ExtractedClip[]> {
    const { cache } = this.#options;
    if (cache === undefined) return make();
    const bytesHash = await hash();
    const kept = cache.get(bytesHash);
    if (kept !== undefined) return kept;
    const clips = await make();
    cache.put(bytesHash, clips);
    return clips;
  }

  async #onWorker(source: Source, onShare?: OnShare): Promise<ExtractedClip[]> {
    const { pool, signal } = this.#options;
    const tell = onShare && ((share: unknown): void => onShare(share as number));
    const clips = pool.run("features", this.#inputOf(source), tell) as Promise<ExtractedClip[]>;
    return onShare === undefined ? clips : untilAborted(clips, signal);
  }

  // one after the other, since each holds some minutes of sound
  #here(source: Source, onShare: OnShare): Promise<ExtractedClip[]> {
    const { signal } = this.#options;
    return this.#oneByOne(() => features(this.#inputOf(source), { onShare, signal }));
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
