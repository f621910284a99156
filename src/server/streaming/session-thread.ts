import "../../node/default-runtime.ts";
import { parentPort, workerData } from "node:worker_threads";
import { plainError } from "../../errors.ts";
import { shareKernels } from "../../math/kernels.ts";
import type { Overlap } from "../../features/sets/shared-frames.ts";
import { release } from "../../math/release.ts";
import { loadModel } from "../../node/load-model.ts";
import { atMost } from "../../parallel/at-most.ts";
import { type SampleModel, StreamAnalyser } from "../../prediction/streaming/stream-analyser.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import { samplesOf } from "./audio-frame.ts";
import type { SessionSettings } from "./stream-messages.ts";
import type {
  SessionNews,
  SessionSound,
  SessionThreadData,
  ThreadNews,
  ToThread,
} from "./thread-messages.ts";

// The whole program of a thread that computes streaming sessions, many at once, in turns.

const { kernels, models: files } = workerData as SessionThreadData;
shareKernels(kernels);
const port = parentPort!;
const sessions = new Map<number, Session>();
const models = new Map<string, Promise<SampleModel>>();

/** A model that the thread's sessions share; it predicts one clip at a time. */
function modelNamed(name: string): Promise<SampleModel> {
  const known = models.get(name);
  if (known !== undefined) return known;
  const oneByOne = atMost(1);
  const loading = loadModel(files.get(name), { name }).then((model) => ({
    labels: model.labels,
    featureSet: model.featureSet,
    predictClipSamples: (samples: Float32Array, overlap?: Overlap) =>
      oneByOne(() => model.predictClipSamples(samples, overlap)),
  }));
  models.set(name, loading);
  return loading;
}

class Session {
  readonly #id: number;
  readonly #encoding: SessionSettings["encoding"];
  readonly #stop = new AbortController();
  readonly #analyser: Promise<StreamAnalyser>;
  /** Its pieces of work, one after the other. */
  #work: Promise<void>;

  constructor(id: number, modelName: string, settings: SessionSettings) {
    const { encoding, model: _, ...options } = settings;
    this.#id = id;
    this.#encoding = encoding;
    this.#analyser = modelNamed(modelName).then(
      (model) => new StreamAnalyser(model, { ...options, signal: this.#stop.signal }),
    );
    this.#work = this.#after(Promise.resolve(), async () => {});
  }

  /** Resolves when the sound has been computed. */
  take({ sound, isLast }: SessionSound): Promise<void> {
    this.#work = this.#after(this.#work, async (analyser) => {
      const samples = samplesOf(sound, this.#encoding);
      await this.#tell(analyser.push(samples));
      release([samples, sound]);
      if (!isLast) return;
      await this.#tell(analyser.end());
      this.#forget();
      this.#send({ ended: true });
    });
    return this.#work;
  }

  /** Resolves when nothing is computed for it any more. */
  close(): Promise<void> {
    this.#stop.abort();
    this.#forget();
    return this.#work;
  }

  async #after(
    before: Promise<void>,
    work: (analyser: StreamAnalyser) => Promise<void>,
  ): Promise<void> {
    await before;
    if (this.#stop.signal.aborted) return;
    try {
      await work(await this.#analyser);
    } catch (error) {
      this.#fail(error);
    }
  }

  async #tell(events: AsyncIterable<StreamEvent>): Promise<void> {
    for await (const event of events) this.#send({ event });
  }

  #fail(error: unknown): void {
    if (!this.#stop.signal.aborted) this.#send({ ended: true, error: plainError(error) });
    this.#stop.abort();
    this.#forget();
  }

  #forget(): void {
    if (!sessions.delete(this.#id)) return;
    void this.#release().catch(() => {});
  }

  /** Frees its memory, behind what is computed with it. */
  async #release(): Promise<void> {
    await this.#work;
    (await this.#analyser).release();
  }

  #send(news: SessionNews): void {
    tell({ id: this.#id, ...news });
  }
}

let untold: ThreadNews[] = [];

/** Tells news at the next turn of the event loop, in one message. */
function tell(news: ThreadNews): void {
  if (untold.push(news) > 1) return;
  setImmediate(() => {
    port.postMessage(untold);
    untold = [];
  });
}

/** Some sessions at once, so that one computes where others wait for the network; more would only be in memory together. */
const inTurn = atMost(4);

async function take(sounds: readonly SessionSound[]): Promise<void> {
  await Promise.all(sounds.map((one) => inTurn(async () => sessions.get(one.id)?.take(one))));
  tell({ taken: true });
}

async function exit(): Promise<void> {
  // ONNX Runtime takes the process down with a thread that ends in the middle of one of its calls
  await Promise.all([...sessions.values()].map((session) => session.close()));
  port.close();
}

port.on("message", (message: ToThread) => {
  if ("open" in message) {
    const { open: id, model, settings } = message;
    sessions.set(id, new Session(id, model, settings));
  } else if ("sounds" in message) void take(message.sounds);
  else if ("close" in message) void sessions.get(message.close)?.close();
  else void exit();
});
