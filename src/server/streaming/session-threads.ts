import { Worker } from "node:worker_threads";
import { errorOf } from "../../errors.ts";
import { threadOptions } from "../../node/workers/thread-pool.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import { SAMPLE_BYTES } from "./audio-frame.ts";
import type { SessionSettings } from "./stream-messages.ts";
import type { FromThread, ToThread } from "./thread-messages.ts";

/** Sound that waits for its thread: a client that sends more waits. */
const WAITING_SECONDS = 10;
/** With so many sessions on a thread, each gives it the sound of a second at once: a thread takes about as many messages a second. */
const MESSAGES_PER_SECOND = 1000;
/** Sound that waits for more goes to the thread after this time. */
const PATIENCE_MILLISECONDS = 500;

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

/** One thread and its sessions. */
class SessionThread {
  readonly #worker: Worker;
  readonly #sessions = new Map<number, PassedSound>();
  readonly #exit = Promise.withResolvers<void>();
  readonly #timer = setInterval(() => this.#flushOld(), PATIENCE_MILLISECONDS).unref();

  constructor(models: ReadonlyMap<string, Uint8Array>, onExit: () => void) {
    const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
    const script = new URL(`./session-thread.${extension}`, import.meta.url);
    this.#worker = new Worker(script, threadOptions({ models }));
    this.#worker.on("message", (message: FromThread) => this.#take(message));
    let fault: unknown = new Error("a thread of streaming sessions has ended");
    this.#worker.on("error", (error) => (fault = error));
    this.#worker.on("exit", () => {
      clearInterval(this.#timer);
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
    const sound = new PassedSound({
      listener,
      leastBytes: () => bytesPerSecond * Math.min(1, this.size / MESSAGES_PER_SECOND),
      mostBytes: WAITING_SECONDS * bytesPerSecond,
      send: (bytes) => this.#send({ push: id, sound: bytes }, [bytes.buffer]),
    });
    this.#sessions.set(id, sound);
    return {
      push: (frame) => sound.push(frame),
      end: () => {
        sound.flush();
        this.#send({ end: id });
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

  #take(message: FromThread): void {
    const session = this.#sessions.get(message.id);
    if (session === undefined) return;
    if ("event" in message) session.listener.onEvent(message.event);
    else if ("taken" in message) session.taken();
    else {
      this.#sessions.delete(message.id);
      session.listener.onEnd(message.error && errorOf(message.error));
    }
  }

  #flushOld(): void {
    const latest = performance.now() - PATIENCE_MILLISECONDS;
    for (const session of this.#sessions.values()) session.flushOlderThan(latest);
  }

  #send(message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

interface PassedSoundOptions {
  readonly listener: SoundListener;
  /** Less waits for more. */
  readonly leastBytes: () => number;
  /** More makes the client wait. */
  readonly mostBytes: number;
  readonly send: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/**
 * Sound on its way to a thread. While the thread computes what it has, or little is there, frames wait, and go together: the busier the
 * thread, the fewer its messages.
 */
class PassedSound {
  readonly listener: SoundListener;
  readonly #options: PassedSoundOptions;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  /** When the first frame that waits came. */
  #since = 0;
  #isBusy = false;
  #isFull = false;

  constructor(options: PassedSoundOptions) {
    this.listener = options.listener;
    this.#options = options;
  }

  push(frame: Uint8Array): void {
    if (frame.length === 0) return;
    if (this.#waitingBytes === 0) this.#since = performance.now();
    this.#waiting.push(frame);
    this.#waitingBytes += frame.length;
    this.#flushEnough();
    if (!this.#isFull && this.#waitingBytes > this.#options.mostBytes) this.#setFull(true);
  }

  /** The thread has computed what it had. */
  taken(): void {
    this.#isBusy = false;
    this.#flushEnough();
    if (this.#isFull && this.#waitingBytes === 0) this.#setFull(false);
  }

  /** Sends what waits since before a time. */
  flushOlderThan(time: number): void {
    if (!this.#isBusy && this.#since < time) this.flush();
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#waitingBytes === 0) return;
    const bytes = new Uint8Array(this.#waitingBytes);
    let at = 0;
    for (const frame of this.#waiting) {
      bytes.set(frame, at);
      at += frame.length;
    }
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#isBusy = true;
    this.#options.send(bytes);
  }

  #flushEnough(): void {
    if (!this.#isBusy && this.#waitingBytes >= this.#options.leastBytes()) this.flush();
  }

  #setFull(isFull: boolean): void {
    this.#isFull = isFull;
    this.listener.onFull(isFull);
  }
}
