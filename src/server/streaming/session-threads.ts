import { Worker } from "node:worker_threads";
import { errorOf } from "../../errors.ts";
import { threadOptions } from "../../node/workers/thread-pool.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import { SAMPLE_BYTES } from "./audio-frame.ts";
import type { SessionSettings } from "./stream-messages.ts";
import type { SessionSound, ThreadNews, ToThread } from "./thread-messages.ts";

/** Sound that waits for its thread: a client that sends more waits. */
const WAITING_SECONDS = 10;
/** The least time between two messages to a thread for each of its sessions: small pieces of sound cost more. */
const MILLISECONDS_PER_SESSION = 2;

/** What a session hears of the thread that computes it. */
export interface SoundListener {
  onEvent(event: StreamEvent): void;
  /** Much sound waits, or no longer. */
  onFull(isFull: boolean): void;
  /** Everything has been told, or it failed. */
  onEnd(error?: unknown): void;
}

/** A session as its thread's client sees it. */
export interface SoundStream {
  /** Takes the bytes of an audio frame, which are copied. */
  push(frame: Uint8Array): void;
  /** No more sound comes; the remaining events follow. */
  end(): void;
  /** Nobody waits for the events any more. */
  close(): void;
}

/** Options of `SessionThreads`. */
export interface SessionThreadsOptions {
  readonly size: number;
  /** The files of models by name, in memory that threads share. */
  readonly models: ReadonlyMap<string, Uint8Array>;
}

/** Threads that compute streaming sessions: each has many, so that the server's own thread only passes sound and events on. */
export class SessionThreads {
  readonly #options: SessionThreadsOptions;
  readonly #threads = new Set<SessionThread>();
  #count = 0;

  constructor(options: SessionThreadsOptions) {
    this.#options = options;
  }

  /** Begins a session on the thread with the fewest. */
  open(model: string, settings: SessionSettings, listener: SoundListener): SoundStream {
    return this.#thread().open(this.#count++, { model, settings, listener });
  }

  /** Ends all sessions and the threads. */
  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  #thread(): SessionThread {
    const [idlest] = [...this.#threads].toSorted((a, b) => a.size - b.size);
    if (idlest !== undefined && (idlest.size === 0 || this.#threads.size >= this.#options.size)) {
      return idlest;
    }
    const thread = new SessionThread(this.#options.models, () => this.#threads.delete(thread));
    this.#threads.add(thread);
    return thread;
  }
}

interface Opened {
  readonly model: string;
  readonly settings: SessionSettings;
  readonly listener: SoundListener;
}

/**
 * One thread and its sessions. While the thread computes what it has, frames wait, and those of all sessions go together: the busier the
 * thread, the fewer its messages.
 */
class SessionThread {
  readonly #worker: Worker;
  readonly #sessions = new Map<number, WaitingSound>();
  readonly #exit = Promise.withResolvers<void>();
  #isBusy = false;
  #timer: NodeJS.Timeout | undefined;
  #lastTime = 0;

  constructor(models: ReadonlyMap<string, Uint8Array>, onExit: () => void) {
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const script = new URL(`./session-thread.${extension}`, import.meta.url);
    this.#worker = new Worker(script, threadOptions({ models }));
    this.#worker.on("message", (all: readonly ThreadNews[]) => {
      for (const news of all) this.#take(news);
    });
    let fault: unknown = new Error("a thread of streaming sessions has ended");
    this.#worker.on("error", (error) => (fault = error));
    this.#worker.on("exit", () => {
      clearTimeout(this.#timer);
      onExit();
      for (const { listener } of this.#sessions.values()) listener.onEnd(fault);
      this.#sessions.clear();
      this.#exit.resolve();
    });
  }

  get size(): number {
    return this.#sessions.size;
  }

  open(id: number, { model, settings, listener }: Opened): SoundStream {
    this.#send({ open: id, model, settings });
    const bytesPerSecond = settings.sampleRate * SAMPLE_BYTES[settings.encoding];
    const waiting = new WaitingSound(listener, WAITING_SECONDS * bytesPerSecond);
    this.#sessions.set(id, waiting);
    return {
      push: (frame) => {
        waiting.push(frame);
        this.#schedule();
      },
      end: () => {
        waiting.end();
        this.#schedule();
      },
      close: () => {
        if (this.#sessions.delete(id)) this.#send({ close: id });
      },
    };
  }

  close(): Promise<void> {
    this.#send({ exit: true });
    return this.#exit.promise;
  }

  #take(news: ThreadNews): void {
    if ("taken" in news) {
      this.#isBusy = false;
      this.#schedule();
      return;
    }
    const session = this.#sessions.get(news.id);
    if (session === undefined) return;
    if ("event" in news) session.listener.onEvent(news.event);
    else {
      this.#sessions.delete(news.id);
      session.listener.onEnd(news.error && errorOf(news.error));
    }
  }

  #schedule(): void {
    if (this.#isBusy || this.#timer !== undefined) return;
    const due = this.#lastTime + MILLISECONDS_PER_SESSION * this.size;
    this.#timer = setTimeout(() => this.#sendSounds(), Math.max(0, due - performance.now()));
  }

  #sendSounds(): void {
    this.#timer = undefined;
    const sounds: SessionSound[] = [];
    for (const [id, waiting] of this.#sessions) {
      const taken = waiting.take();
      if (taken !== undefined) sounds.push({ id, ...taken });
    }
    if (sounds.length === 0) return;
    this.#isBusy = true;
    this.#lastTime = performance.now();
    this.#send(
      { sounds },
      sounds.map(({ sound }) => sound.buffer),
    );
  }

  #send(message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

/** Sound of a session on its way to the thread. */
class WaitingSound {
  readonly listener: SoundListener;
  readonly #mostBytes: number;
  #bytes = new Uint8Array(0);
  #length = 0;
  #isLast = false;
  #isFull = false;

  /** With more than `mostBytes` the client waits. */
  constructor(listener: SoundListener, mostBytes: number) {
    this.listener = listener;
    this.#mostBytes = mostBytes;
  }

  /** Copies a frame, so that the memory of what came through a socket is free at once. */
  push(frame: Uint8Array): void {
    const length = this.#length + frame.length;
    if (length > this.#bytes.length) {
      this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(2 * length));
    }
    this.#bytes.set(frame, this.#length);
    this.#length = length;
    if (!this.#isFull && length > this.#mostBytes) this.#setFull(true);
  }

  end(): void {
    this.#isLast = true;
  }

  /** What waits, if anything does. */
  take(): Omit<SessionSound, "id"> | undefined {
    if (this.#length === 0 && !this.#isLast) return undefined;
    const sound = new Uint8Array(this.#bytes.buffer.transfer(this.#length));
    const isLast = this.#isLast;
    this.#bytes = new Uint8Array(this.#length);
    this.#length = 0;
    this.#isLast = false;
    if (this.#isFull) this.#setFull(false);
    return { sound, isLast };
  }

  #setFull(isFull: boolean): void {
    this.#isFull = isFull;
    this.listener.onFull(isFull);
  }
}
