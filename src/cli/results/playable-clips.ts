import { collectAudio } from "../../audio/audio-stream.ts";
import { type ChannelChoice, mixToMono } from "../../audio/mix.ts";
import { encodeWav } from "../../audio/pcm/wav-write.ts";
import { resample } from "../../audio/resample/resample.ts";
import type { LabelOptions } from "../../corpora/label-mapping.ts";
import type { Recording } from "../../corpora/recording.ts";
import type { LabelledClip } from "../../datasets/labelled-clips.ts";
import { AffektError } from "../../errors.ts";
import { clipKey } from "../../evaluation/clip-key.ts";
import { bestModel, confidentErrors } from "../../evaluation/explanation/confident-errors.ts";
import type { EvaluationResult } from "../../evaluation/result.ts";
import { openAudio } from "../../node/decoding/open-recording.ts";
import { openSources } from "../../node/sources/sources.ts";
import { LISTED_ERRORS, type PlayableClips } from "../../report/playable.ts";

const SAMPLE_RATE = 16_000;
/** Of a clip that is longer the beginning is kept. */
const MOST_SECONDS = 6;

/** The sources of a result's recordings. */
export interface ClipSources {
  readonly names: readonly string[];
  readonly labels: LabelOptions;
  readonly channel?: ChannelChoice | undefined;
}

/** The recordings of the clips that a report lists as errors, where they can be read again, as small WAV files. */
export async function playableClips(
  { models }: EvaluationResult,
  { names, labels, channel }: ClipSources,
): Promise<PlayableClips> {
  const best = bestModel(models);
  const found = new Map<string, string>();
  // what came through a pipe is gone
  if (best === undefined || names.includes("-")) return found;
  const clips = confidentErrors(best, LISTED_ERRORS).map(({ prediction }) => prediction.clip);
  await using sources = await openSources(names, labels);
  const key = (one: Pick<Recording, "source" | "path">): string => `${one.source}\n${one.path}`;
  const recordings = new Map(sources.recordings.map((own) => [key(own), own]));
  for (const clip of clips) {
    const recording = recordings.get(key(clip));
    if (recording === undefined || recording.extracted !== undefined) continue;
    const wav = await wavOf(recording, clip, channel);
    if (wav !== undefined) {
      found.set(clipKey(clip), `data:audio/wav;base64,${Buffer.from(wav).toString("base64")}`);
    }
  }
  return found;
}

/** A clip as WAV; `undefined` where the recording cannot be read any more. */
async function wavOf(
  recording: Recording,
  { startSeconds, durationSeconds, columns }: LabelledClip,
  channel: ChannelChoice = "mix",
): Promise<Uint8Array | undefined> {
  try {
    const { path: name, file } = recording;
    const audio = await collectAudio(await openAudio(await recording.content(), { name, file }));
    const own = columns?.["channel"];
    const mono = mixToMono(audio, {
      channel: own === "left" || own === "right" ? own : channel === "each" ? "mix" : channel,
    });
    const start = Math.round(startSeconds * audio.sampleRate);
    const length = Math.round(Math.min(durationSeconds, MOST_SECONDS) * audio.sampleRate);
    const samples = resample(mono.slice(start, start + length), {
      from: audio.sampleRate,
      to: SAMPLE_RATE,
    });
    return encodeWav({ channels: [samples], sampleRate: SAMPLE_RATE });
  } catch (error) {
    if (error instanceof AffektError) return undefined;
    throw error;
  }
}
