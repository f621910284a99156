import { basename } from "node:path";
import { type Command, Option } from "commander";
import { AffektError, assertArgument } from "../../errors.ts";
import { openRecording } from "../../node/decoding/open-recording.ts";
import { readBytes } from "../../node/files/file.ts";
import { checkOutput } from "../../node/files/output-check.ts";
import { writeOutputFile } from "../../node/files/output-file.ts";
import {
  formatTimeline,
  TIMELINE_FORMATS,
  type TimelineFormat,
} from "../../timeline/formats/formats.ts";
import { makeTimeline } from "../../timeline/make-timeline.ts";
import { parseSegments } from "../../timeline/segments/read-segments.ts";
import { TIMELINE } from "../../timeline/timeline-options.ts";
import { addOptions, optionsIn } from "../options/from-schema.ts";
import { loadSpeakerModel, type SpeakerOptions } from "../options/speaker-option.ts";
import { splitInputs } from "../options/model-argument.ts";
import type { RecordingOptions } from "../options/options.ts";
import type { WindowOptions } from "../options/window-options.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { print, writeData } from "../terminal/output.ts";
import { Progress } from "../terminal/progress.ts";
import { warn } from "../terminal/warning.ts";
import { audioAddress, formatOfFile, kindOf } from "./timeline-output.ts";

/** Options of `predict --timeline`. */
export interface TimelineCommandOptions {
  readonly timeline?: true;
  readonly format?: TimelineFormat;
  readonly output?: string;
  readonly segments?: string;
}

/** Options that the command takes from the schema of timelines, beside those that `predict` has anyway. */
const NAMES = ["minPauseSeconds", "maxUtteranceSeconds", "smoothingSeconds", "minConfidence"];

/** `--timeline` and the options that go with it. */
export function withTimeline(to: Command): Command {
  to.optionsGroup("Timeline:")
    .option(
      "--timeline",
      "the emotions of one recording over time: segments between pauses, or windows",
    )
    .addOption(
      new Option(
        "--format <name>",
        "format of the timeline (default: by the output's ending; a table on a terminal, else csv)",
      ).choices(TIMELINE_FORMATS),
    )
    .option(
      "-o, --output <path>",
      "write the timeline to this file; without --timeline, write the predictions of any number of recordings to this folder, as Parquet, and go on where a run before stopped",
    )
    .option(
      "--segments <file>",
      "take the segments of this file: RTTM, JSON (start, end, speaker, text) or a Praat TextGrid",
    );
  return addOptions(to, TIMELINE, { names: NAMES }).optionsGroup("Options:");
}

/** Refuses options that only timelines have. @throws {AffektError} `invalid-argument` */
export function assertNoTimelineOptions(options: object): void {
  for (const name of ["format", "segments", ...NAMES]) {
    if (!(name in options)) continue;
    const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new AffektError("invalid-argument", `--${flag} needs --timeline`);
  }
}

/** `affekt predict --timeline`: the emotions of a recording over time. */
export async function predictTimeline(
  inputs: readonly string[],
  options: TimelineCommandOptions &
    SpeakerOptions &
    RecordingOptions &
    WindowOptions & { readonly csv?: true },
): Promise<void> {
  const { model: modelFile, names } = await splitInputs(inputs);
  const [file = "", ...others] = names;
  assertArgument(others.length === 0, `--timeline takes one recording, got ${names.length}`);
  const { output, window: windowSeconds, hop: hopSeconds } = options;
  assertArgument(hopSeconds === undefined || windowSeconds !== undefined, "--hop needs --window");
  assertArgument(
    windowSeconds === undefined || options.segments === undefined,
    "--window and --segments exclude each other",
  );
  const format = options.format ?? defaultFormat(options);
  if (output !== undefined) {
    const inputs = [file, ...(options.segments === undefined ? [] : [options.segments])];
    await checkOutput(output, { kind: kindOf(format), inputs });
  }
  const segments =
    options.segments === undefined ? undefined : await readSegments(options.segments);
  const model = await loadSpeakerModel(modelFile, options);
  const name = file === "-" ? "standard input" : file;
  const progress = new Progress("predict");
  try {
    const { timeline, audio } = await interruptible(async (signal) => {
      const audio = await openRecording(file, { signal });
      const all = (audio.expectedLength ?? 0) / audio.sampleRate;
      const timeline = await makeTimeline(model, audio, {
        ...optionsIn(TIMELINE, { ...options }),
        windowSeconds,
        hopSeconds,
        name,
        segments,
        signal,
        onProgress: (seconds) => {
          if (all > 0) progress.show(Math.min(seconds, all), all, "seconds");
        },
      });
      return { timeline, audio };
    });
    for (const warning of timeline.warnings) warn(`${name}: ${warning}`);
    const address = format === "html" ? await audioAddress(file, audio.format, output) : undefined;
    const text = formatTimeline({ ...timeline, recording: basename(name) }, format, {
      audio: address,
    });
    if (output === undefined) await writeData([text]);
    else {
      await writeOutputFile(output, text);
      print(output);
    }
  } finally {
    await model.release();
  }
}

function defaultFormat({
  output,
  json,
  csv,
}: TimelineCommandOptions & { readonly json?: true; readonly csv?: true }): TimelineFormat {
  if (json) return "json";
  if (csv) return "csv";
  if (output !== undefined) return formatOfFile(output);
  return process.stdout.isTTY ? "table" : "csv";
}

async function readSegments(file: string): Promise<ReturnType<typeof parseSegments>> {
  const bytes = await readBytes(file, file);
  const isWide = bytes[0] === 0xfe || bytes[0] === 0xff; // Praat writes UTF-16 where a text needs it
  const encoding = !isWide ? "utf-8" : bytes[0] === 0xfe ? "utf-16be" : "utf-16le";
  return parseSegments(new TextDecoder(encoding).decode(bytes), { name: file });
}
