import type { Command } from "commander";
import { MonoMixer } from "../../audio/mix.ts";
import type { AudioStream } from "../../audio/audio-stream.ts";
import { assertArgument } from "../../errors.ts";
import { openRecording } from "../../node/decoding/open-recording.ts";
import { loadModel } from "../../node/load-model.ts";
import { openMicrophone } from "../../node/microphone.ts";
import { isModel } from "../../node/shipped-models.ts";
import { STREAM } from "../../prediction/streaming/stream-options.ts";
import { addOptions, optionsIn } from "../options/from-schema.ts";
import { command, type CommonOptions, seconds } from "../options/options.ts";
import { pcmOf, type RawOptions, withRawAudio } from "../options/raw-options.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { HeardText } from "./heard-text.ts";

interface Options extends CommonOptions, RawOptions {
  readonly window: number;
  readonly hop: number;
  readonly device?: string;
}

const NAMES = ["smoothingSeconds", "minPauseSeconds", "minSpeech"];

/** `affekt listen`: the emotion of what is said now. */
export function listenCommand(): Command {
  const base = command(
    "listen",
    "predict the emotion of live sound from the microphone or standard input",
    `affekt listen
affekt listen model.onnx --window 2 --hop 0.25
ffmpeg -i rtsp://camera/stream -f s16le -ar 16000 -ac 1 - | affekt listen - --rate 16000 --json`,
  );
  const listening = base
    .argument(
      "[inputs...]",
      "optionally a model first; then - for standard input (default: the microphone)",
    )
    .option("--window <s>", "seconds that an answer is about", seconds, 3)
    .option("--hop <s>", "seconds from one answer to the next", seconds, 0.5)
    .option("--device <name>", "microphone, by its name in arecord, sox or ffmpeg");
  return addOptions(withRawAudio(listening), STREAM, { names: NAMES }).action(run);
}

async function run(inputs: readonly string[], options: Options): Promise<void> {
  const [first = "-", ...others] = inputs;
  const hasModel = first !== "-" && (await isModel(first));
  const sources = hasModel ? others : inputs;
  assertArgument(
    sources.length === 0 || (sources.length === 1 && sources[0] === "-"),
    `listen: takes a model and - for standard input, got ${inputs.join(" ")}; for files there is affekt predict --timeline`,
  );
  const pcm = pcmOf(options);
  const isInput = sources.length === 1;
  assertArgument(isInput || pcm === undefined, "--rate describes standard input; add -");
  const model = await loadModel(hasModel ? first : undefined);
  const heard = new HeardText(options.json === true);
  try {
    await interruptible(async (signal) => {
      heard.begin(isInput ? "standard input" : "the microphone");
      const audio = isInput
        ? await openRecording("-", { pcm, signal })
        : await openMicrophone({
            sampleRate: model.featureSet.sampleRate,
            device: options.device,
            signal,
          });
      const events = model.listen(monoOf(audio, signal), {
        ...optionsIn(STREAM, { ...options }),
        windowSeconds: options.window,
        hopSeconds: options.hop,
      });
      for await (const event of events) await heard.add(event);
    });
  } finally {
    heard.end();
    await model.release();
  }
}

/** A stream as mono samples, until it ends or the signal is aborted: what was said last is still predicted. */
function monoOf(
  audio: AudioStream,
  signal: AbortSignal,
): AsyncIterable<Float32Array> & { readonly sampleRate: number } {
  const mixer = new MonoMixer({ channelCount: audio.channelCount });
  return {
    sampleRate: audio.sampleRate,
    async *[Symbol.asyncIterator]() {
      try {
        for await (const channels of audio.blocks) yield mixer.mix(channels)[0]!;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}
