import type { Extracting } from "../../datasets/extract-table.ts";
import type { Recording } from "../../corpora/recording.ts";
import { AffektError } from "../../errors.ts";
import { type ExtractedClip, type Keep, withValues } from "../../features/extraction/extract.ts";
import { ContentHash, contentHash } from "../../math/content-hash.ts";
import { atMost, type Pool } from "../../parallel.ts";
import type { FeatureCache } from "../cache/feature-cache.ts";
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

/** What extracts the clips of recordings: what is in the cache comes from there; files go to workers, read already where the cache had to be asked; what is large and no file, or alone, is read here in pieces. */
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
    const { cache } = this.#options;
    if (cache === undefined || recording.once) {
      return this.#kept(how, (onMessage) => this.#make(recording, onMessage));
    }
    const stamp = recording.stamp?.();
    const known = stamp && cache.hashOf(stamp);
    const recalled = known === undefined ? undefined : cache.get(known, how.keep);
    if (recalled !== undefined) return recalled;
    const bytes = await recording.content();
    const held = bytes instanceof Uint8Array ? bytes : undefined;
    const hash = await this.#hashOf(bytes);
    const found = hash === known ? undefined : cache.get(hash, how.keep);
    let count = 0;
    const keep: Keep<Values> = (values) => {
      cache.put(hash, count++, values);
      return how.keep(values);
    };
    const make = async (onMessage: OnMessage): Promise<ExtractedClip<number>[]> => {
      const clips = await this.#make(recording, onMessage, held);
      cache.complete(hash, clips);
      return clips;
    };
    const clips = found ?? (await this.#kept({ ...how, keep }, make));
    if (stamp !== undefined) cache.remember(stamp, hash);
    return clips;
  }

  async #make(
    { path: name, file, content }: Recording,
    onMessage: OnMessage,
    held?: Uint8Array,
  ): Promise<ExtractedClip<number>[]> {
    const { isSingle, signal } = this.#options;
    if (held !== undefined) return this.#onWorker({ source: held, name }, onMessage);
    if (file !== undefined && !isSingle) {
      return untilAborted(this.#onWorker({ source: file, name }, onMessage), signal);
    }
    const bytes = await content(signal);
    return bytes instanceof Uint8Array
      ? this.#onWorker({ source: bytes, name }, onMessage)
      : this.#here({ source: file ?? bytes, name }, onMessage);
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

  async #hashOf(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<string> {
    if (bytes instanceof Uint8Array) return contentHash(bytes);
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
    const stop = (): void => reject(interrupted());
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal?.removeEventListener("abort", stop));
  });
}

function interrupted(): AffektError {
  return new AffektError("interrupted", "the work was interrupted");
}
