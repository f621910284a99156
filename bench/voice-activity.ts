// F1 of voice activity by frame: real recordings of speakers that the detector has not learned from, between pauses, mixed with noise. The truth is the
// level of the clean recordings, as in tools/make_voice_activity.py. With --silero its model hears the same mixtures (silero_vad.onnx of the PyPI package
// silero-vad). Usage: node bench/voice-activity.ts --data FOLDER [--corpora ravdess-speech,crema-d] [--silero FILE] [--rate 16000] [--sequences 30] [--seed 0]
// FOLDER holds ravdess-speech/ and crema-d/.
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { decodeAudio } from "../src/audio/decode.ts";
import { mixToMono } from "../src/audio/mix.ts";
import { resample } from "../src/audio/resample/resample.ts";
import { noise as withNoise } from "../src/augmentation/noise.ts";
import { power } from "../src/augmentation/power.ts";
import { Random } from "../src/math/statistics/random.ts";
import { VoiceActivity } from "../src/voice-activity/voice-activity.ts";

const RATE = 16_000;
const HOP = 320;
const WINDOW = 512;
const SECONDS = 20;
/** Clips of a corpus that sequences are made of. */
const CLIPS = 200;
const SNRS = [20, 15, 10, 5, 0];
const NOISES = ["white", "pink", "hum", "babble"] as const;
type Noise = (typeof NOISES)[number];

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    corpora: { type: "string", default: "ravdess-speech,crema-d" },
    silero: { type: "string" },
    rate: { type: "string", default: String(RATE) },
    sequences: { type: "string", default: "30" },
    seed: { type: "string", default: "0" },
  },
});
const seed = Number(values.seed);
const rate = Number(values.rate);

interface LabelledClip {
  readonly samples: Float32Array;
  readonly speech: readonly boolean[];
}

/** Files of speakers that the detector has not learned from. */
function filesOf(corpus: string): string[] {
  const files = globSync(join(values.data!, corpus, "**/*.{flac,opus,wav}")).sort();
  return corpus === "crema-d"
    ? files.filter((file) => Number(basename(file).slice(0, 4)) >= 1076)
    : files;
}

async function read(file: string): Promise<LabelledClip | undefined> {
  const audio = await decodeAudio(await readFile(file), { name: file });
  const samples = resample(mixToMono(audio), { from: audio.sampleRate, to: RATE });
  const speech = samples.length < RATE ? undefined : labels(samples);
  return speech && { samples, speech };
}

const frameCount = (length: number): number => Math.max(0, 1 + Math.floor((length - WINDOW) / HOP));

/** Frames of a clean recording that are speech, as `labels` of tools/make_voice_activity.py tells; undefined where levels do not tell. */
function labels(samples: Float32Array): boolean[] | undefined {
  const filtered = highPass(samples);
  const powers = Array.from(
    { length: frameCount(samples.length) },
    (_, f) => power(filtered.subarray(f * HOP, f * HOP + WINDOW)) + 1e-10,
  );
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, one) => sum + one, 0) / values.length;
  let active = mean(powers);
  for (let i = 0; i < 20; i++) active = mean(powers.filter((one) => one > active * 10 ** -1.59));
  const levels = powers.map((one) => 10 * Math.log10(one));
  const smooth = levels.slice(4).map((_, f) => mean(levels.slice(f, f + 5)));
  const pauses = smooth.sort((a, b) => a - b)[Math.floor(0.03 * (smooth.length - 1))]!;
  const loud = 10 * Math.log10(active);
  if (!(loud - pauses >= 20)) return undefined;
  const speech = levels.map((level) => level > Math.max(loud - 24, pauses + 6));
  return withoutRuns(withoutRuns(speech, false, 10), true, 3);
}

// Butterworth, second order, 80 Hz at 16 kHz
function highPass(samples: Float32Array): Float32Array {
  const [b0, b1, a1, a2] = [0.9780305, -1.956061, -1.9555782, 0.9565437];
  const out = new Float32Array(samples.length);
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  for (let i = 0; i < out.length; i++) {
    const x = samples[i]!;
    const y = b0 * x + b1 * x1 + b0 * x2 - a1 * y1 - a2 * y2;
    out[i] = y;
    [x2, x1, y2, y1] = [x1, x, y1, y];
  }
  return out;
}

function withoutRuns(speech: readonly boolean[], value: boolean, least: number): boolean[] {
  const out = [...speech];
  for (let start = 0, end = 0; start < speech.length; start = end) {
    while (end < speech.length && speech[end] === speech[start]) end++;
    const isInside = start > 0 && end < speech.length;
    if (speech[start] === value && end - start < least && isInside) out.fill(!value, start, end);
  }
  return out;
}

/** Clips with pauses between them, all about equally loud. */
function sequence(clips: readonly LabelledClip[], random: Random): LabelledClip {
  const samples = new Float32Array(SECONDS * RATE);
  const speech = Array<boolean>(frameCount(samples.length)).fill(false);
  let at = random.integer(100) * HOP;
  while (at < samples.length) {
    const clip = clips[random.integer(clips.length)]!;
    const length = Math.min(clip.samples.length, samples.length - at);
    const gain = 0.1 / Math.sqrt(power(clip.samples));
    for (let i = 0; i < length; i++) samples[at + i] = gain * clip.samples[i]!;
    for (const [f, isSpeech] of clip.speech.entries()) {
      if (at / HOP + f < speech.length) speech[at / HOP + f] ||= isSpeech;
    }
    at += Math.floor((length + RATE * 2 * random.uniform()) / HOP) * HOP;
  }
  return { samples, speech };
}

function noiseOf(
  kind: Noise,
  length: number,
  clips: readonly LabelledClip[],
  random: Random,
): Float32Array {
  const out = new Float32Array(length);
  if (kind === "white") return out.map(() => random.normal());
  if (kind === "pink") {
    const tone = out.map((_, i) => Math.sin(i)); // what lies 40 dB under its noise
    return withNoise(tone, { sampleRate: RATE, snr: [-40, -40], color: "pink", random });
  }
  if (kind === "hum") {
    const hz = 50 + 10 * random.integer(2);
    return out.map((_, i) => {
      let sum = 0.1 * random.normal();
      for (let h = 1; h < 10; h++) sum += Math.sin((2 * Math.PI * hz * h * i) / RATE + h) / h;
      return sum;
    });
  }
  for (let voice = 0; voice < 8; voice++) {
    let at = -random.integer(2 * RATE);
    while (at < length) {
      const { samples } = clips[random.integer(clips.length)]!;
      const gain = 1 / Math.sqrt(power(samples));
      for (let i = Math.max(0, -at); i < samples.length && at + i < length; i++)
        out[at + i]! += gain * samples[i]!;
      at += samples.length;
    }
  }
  return out;
}

/** A sequence with noise, the ratio measured over speech. */
function mixture(
  { samples, speech }: LabelledClip,
  noise: Float32Array,
  snr: number,
): Float32Array {
  let [sum, count] = [0, 0];
  for (const [f, isSpeech] of speech.entries()) {
    if (!isSpeech) continue;
    for (let i = f * HOP; i < (f + 1) * HOP; i++) sum += samples[i]! ** 2;
    count += HOP;
  }
  const gain = Math.sqrt(sum / count / power(noise)) * 10 ** (-snr / 20);
  return samples.map((sample, i) => sample + gain * noise[i]!);
}

function ours(samples: Float32Array): number[] {
  const detector = new VoiceActivity(rate);
  const heard = resample(samples, { from: RATE, to: rate });
  return [...detector.push(heard), ...detector.end()];
}

let session: InferenceSession | undefined;
/** Silero's probability for the middle of each frame of ours. */
async function silero(samples: Float32Array, file: string): Promise<number[]> {
  session ??= await InferenceSession.create(file, { intraOpNumThreads: 1 });
  const [block, context] = [512, 64];
  let state = new Tensor("float32", new Float32Array(256), [2, 1, 128]);
  const sr = new Tensor("int64", BigInt64Array.of(BigInt(RATE)), []);
  const blocks: number[] = [];
  for (let at = 0; at + block <= samples.length; at += block) {
    const input = new Float32Array(block + context);
    input.set(samples.subarray(Math.max(0, at - context), at + block), at === 0 ? context : 0);
    const feeds = { input: new Tensor("float32", input, [1, input.length]), state, sr };
    const { output, stateN } = await session.run(feeds);
    state = stateN as typeof state;
    blocks.push((output!.data as Float32Array)[0]!);
  }
  return Array.from(
    { length: frameCount(samples.length) },
    (_, f) => blocks[Math.min(blocks.length - 1, Math.floor((f * HOP + WINDOW / 2) / block))]!,
  );
}

/** Counts of frames: those that are and are said to be speech. */
class Counts {
  #both = 0;
  #said = 0;
  #true = 0;

  add(truth: readonly boolean[], probabilities: readonly number[]): void {
    for (const [f, isSpeech] of truth.entries()) {
      const isSaid = probabilities[f]! >= 0.5;
      this.#both += Number(isSaid && isSpeech);
      this.#said += Number(isSaid);
      this.#true += Number(isSpeech);
    }
  }

  toString(): string {
    const f1 = (2 * this.#both) / (this.#said + this.#true);
    return `F1 ${f1.toFixed(3)} (precision ${(this.#both / this.#said).toFixed(3)}, recall ${(this.#both / this.#true).toFixed(3)})`;
  }
}

const totals = new Map<string, Counts>();
const count = (key: string): Counts =>
  totals.get(key) ?? (totals.set(key, new Counts()), totals.get(key)!);
let share = 0;
let frames = 0;
let seconds = 0;
for (const corpus of values.corpora.split(",")) {
  const random = Random.of(seed, corpus, 0);
  const files = filesOf(corpus);
  const clips: LabelledClip[] = [];
  while (clips.length < CLIPS) {
    const clip = await read(files[random.integer(files.length)]!);
    if (clip !== undefined) clips.push(clip);
  }
  for (let s = 0; s < Number(values.sequences); s++) {
    const clean = sequence(clips, random);
    share += clean.speech.filter(Boolean).length;
    frames += clean.speech.length;
    for (const kind of NOISES) {
      const noise = noiseOf(kind, clean.samples.length, clips, random);
      for (const snr of SNRS) {
        const samples = mixture(clean, noise, snr);
        const start = process.cpuUsage();
        const answers: [string, number[]][] = [["affekt", ours(samples)]];
        seconds += process.cpuUsage(start).user / 1e6;
        if (values.silero) answers.push(["silero", await silero(samples, values.silero)]);
        for (const [who, probabilities] of answers) {
          for (const key of [corpus, kind, `${snr} dB`, "all"]) {
            count(`${who}  ${key}`).add(clean.speech, probabilities);
          }
        }
      }
    }
  }
}
console.log(`${((100 * share) / frames).toFixed(0)} % of frames are speech`);
for (const [key, counts] of [...totals].sort(([a], [b]) => (a < b ? -1 : 1))) {
  console.log(`${key.padEnd(24)} ${counts.toString()}`);
}
const hours = (totals.size > 0 ? frames * NOISES.length * SNRS.length * 0.02 : 0) / 3600;
console.log(`affekt: ${(seconds / hours).toFixed(1)} s of CPU for an hour of sound`);
