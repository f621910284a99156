import { AffektError } from "../errors.ts";
import { interruption } from "../parallel/interruption.ts";
import type { SampleSource } from "../prediction/streaming/stream-options.ts";

/** Options of `microphone`. */
export interface MicrophoneOptions {
  /** A media stream in place of the microphone. Its tracks are not stopped. */
  readonly stream?: MediaStream | undefined;
  /** For `getUserMedia`; by default without echo cancellation, noise suppression and gain control, which change a voice. */
  readonly constraints?: MediaTrackConstraints | undefined;
  /** The address of a script that holds `MICROPHONE_WORKLET`, for pages whose Content-Security-Policy forbids scripts from `blob:`. */
  readonly worklet?: string | URL | undefined;
  /** Stops it. */
  readonly signal?: AbortSignal | undefined;
}

/** The samples of the microphone, to be iterated once. They end where the device is unplugged. */
export interface Microphone extends SampleSource {
  /** The seconds that were dropped because the reader was more than half a minute behind. */
  readonly droppedSeconds: number;
  /** Ends the samples and frees the microphone. Leaving the loop does so, too. */
  stop(): Promise<void>;
}

const CONSTRAINTS: MediaTrackConstraints = {
  channelCount: 1,
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
};
const MOST_WAITING_SECONDS = 30;

/** The script of the audio thread, which has none of the page's: it gives blocks of 1024 samples, the mean of all channels. */
export const MICROPHONE_WORKLET = `registerProcessor("affekt-microphone", class extends AudioWorkletProcessor {
  block = new Float32Array(1024);
  length = 0;
  process([channels]) {
    const [first] = channels;
    if (first === undefined) return true;
    for (let i = 0; i < first.length; i++) {
      let sum = 0;
      for (const channel of channels) sum += channel[i];
      this.block[this.length++] = sum / channels.length;
      if (this.length < this.block.length) continue;
      this.port.postMessage(this.block, [this.block.buffer]);
      this.block = new Float32Array(1024);
      this.length = 0;
    }
    return true;
  }
});`;

/**
 * Opens the microphone: mono samples as they come, by an AudioWorklet, for `model.listen`. To be called upon a click, as browsers start
 * no sound before.
 * @throws {AffektError} `unsupported` where the page has no microphone (only https: and localhost have), or it is not allowed.
 */
export async function microphone({
  stream: given,
  constraints = CONSTRAINTS,
  worklet,
  signal,
}: MicrophoneOptions = {}): Promise<Microphone> {
  const stream = given ?? (await openMicrophone(constraints));
  const context = new AudioContext();
  const tracks = stream.getAudioTracks();
  const onEnded = (): void => {
    if (tracks.every(({ readyState }) => readyState === "ended")) void stop();
  };
  const stop = async (): Promise<void> => {
    for (const track of tracks) track.removeEventListener("ended", onEnded);
    if (given === undefined) for (const track of stream.getTracks()) track.stop();
    if (context.state !== "closed") await context.close();
    waiting.end();
  };
  const waiting = new WaitingBlocks(MOST_WAITING_SECONDS * context.sampleRate);
  const onAbort = (): void => void stop();
  signal?.addEventListener("abort", onAbort);
  // a device that is unplugged
  for (const track of tracks) track.addEventListener("ended", onEnded);
  try {
    await addWorklet(context, worklet);
    if (signal?.aborted) throw interruption(signal, "microphone: interrupted");
    const tap = new AudioWorkletNode(context, "affekt-microphone", { numberOfOutputs: 0 });
    tap.port.addEventListener("message", ({ data }: MessageEvent<Float32Array>) =>
      waiting.push(data),
    );
    tap.port.start();
    new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(tap);
    await context.resume();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    sampleRate: context.sampleRate,
    get droppedSeconds() {
      return waiting.dropped / context.sampleRate;
    },
    stop,
    async *[Symbol.asyncIterator]() {
      try {
        yield* waiting;
      } finally {
        signal?.removeEventListener("abort", onAbort);
        await stop();
      }
    },
  };
}

async function openMicrophone(audio: MediaTrackConstraints): Promise<MediaStream> {
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  if (devices === undefined) {
    throw new AffektError(
      "unsupported",
      "microphone: this page has none; serve it by https: or from localhost",
    );
  }
  return devices.getUserMedia({ audio }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError("unsupported", `microphone: ${reason}`, { cause });
  });
}

async function addWorklet(context: AudioContext, address?: string | URL): Promise<void> {
  if (address !== undefined) return context.audioWorklet.addModule(address);
  const url = URL.createObjectURL(new Blob([MICROPHONE_WORKLET], { type: "text/javascript" }));
  await context.audioWorklet.addModule(url);
  URL.revokeObjectURL(url);
}

/** Blocks that wait for their reader, of which the oldest are dropped where they are too many. */
class WaitingBlocks implements AsyncIterable<Float32Array> {
  readonly #most: number;
  readonly #blocks: Float32Array[] = [];
  #waiting = 0;
  #hasEnded = false;
  #changed = Promise.withResolvers<void>();
  /** In samples. */
  dropped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  push(block: Float32Array): void {
    this.#blocks.push(block);
    this.#waiting += block.length;
    while (this.#waiting > this.#most) this.dropped += this.#take()!.length;
    this.#notify();
  }

  end(): void {
    this.#hasEnded = true;
    this.#notify();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Float32Array, void, void> {
    for (;;) {
      const block = this.#take();
      if (block !== undefined) yield block;
      else if (this.#hasEnded) return;
      else await this.#changed.promise;
    }
  }

  #take(): Float32Array | undefined {
    const block = this.#blocks.shift();
    this.#waiting -= block?.length ?? 0;
    return block;
  }

  #notify(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
