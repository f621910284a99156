import { basename, extname } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { collectAudio } from "../audio/audio-stream.ts";
import { type Problem, problemOf } from "../corpora/problem.ts";
import { assertArgument } from "../errors.ts";
import { openRecording } from "../node/decoding/open-recording.ts";
import { checkOutput } from "../node/files/output-check.ts";
import { writeOutputFile } from "../node/files/output-file.ts";
import { PANELS, type PanelName } from "../pictures/figures.ts";
import {
  drawnSpan,
  type PicturedRecording,
  recordingSummary,
} from "../pictures/pictured-recording.ts";
import { recordingsPage } from "../pictures/recordings-page.ts";
import { recordingsSvg } from "../pictures/recordings-svg.ts";
import { command, type CommonOptions, fromZero, namesOf } from "./options/options.ts";
import { print, printJson } from "./terminal/output.ts";
import { throwIfFailed } from "./terminal/throw-if-failed.ts";
import { warn } from "./terminal/warning.ts";

interface Options extends CommonOptions {
  readonly output?: string;
  readonly panels: readonly PanelName[];
  readonly from: number;
  readonly to?: number;
}

/** `affekt plot`: what recordings look like, in one file. */
export function plotCommand(): Command {
  return command(
    "plot",
    "plot waveform, mel spectrogram, chroma, pitch and energy of recordings, one below the other",
    "affekt plot angry.wav sad.wav -o comparison.html\naffekt plot talk.mp3 --panels waveform,pitch --from 60 --to 90",
  )
    .argument("<file...>", "recordings; - reads one from standard input")
    .option(
      "-o, --output <file>",
      "output file, .svg or .html (default: the recording's name with .svg, in the current folder)",
      pictureFile,
    )
    .addOption(
      new Option("--panels <names>", "panels, separated by commas")
        .argParser(namesOf(PANELS))
        .default(PANELS, PANELS.join(",")),
    )
    .option("--from <s>", "start at this second", fromZero, 0)
    .option("--to <s>", "end at this second", fromZero)
    .action(run);
}

function pictureFile(file: string): string {
  if (/\.(svg|html)$/i.test(file)) return file;
  throw new InvalidArgumentError("It must end in .svg or .html.");
}

async function run(files: readonly string[], options: Options): Promise<void> {
  const { output = defaultOutput(files), panels, from, to = Infinity, json } = options;
  assertArgument(to > from, `--to must be after --from, got ${to} and ${from}`);
  const isSvg = /\.svg$/i.test(output);
  await checkOutput(output, { kind: isSvg ? "an SVG picture" : "an HTML page", inputs: files });
  const { drawable, failed } = await read(files, from, to);
  const recordings = drawable.map(({ file, recording }) => {
    const { name: _, ...facts } = recordingSummary(recording);
    for (const warning of facts.warnings) warn(`${file}: ${warning}`);
    return { file, ...facts };
  });
  if (drawable.length > 0) {
    const draw = isSvg ? recordingsSvg : recordingsPage;
    const picture = await draw(
      drawable.map(({ recording }) => recording),
      { panels, fromSeconds: from, toSeconds: options.to },
    );
    await writeOutputFile(output, picture);
    if (!json) print(output);
  }
  if (json) {
    const written = drawable.length > 0 && { output, panels };
    printJson({ ...written, recordings, failed });
  }
  throwIfFailed(failed, drawable.length);
}

function defaultOutput([first = "-", ...others]: readonly string[]): string {
  if (others.length > 0) return "recordings.svg";
  return first === "-" ? "recording.svg" : `${basename(first, extname(first))}.svg`;
}

interface Drawable {
  readonly file: string;
  readonly recording: PicturedRecording;
}

/** The recordings with something to draw between two times; they are called by their files' names, with folders where those alone are not distinct. */
async function read(
  files: readonly string[],
  from: number,
  to: number,
): Promise<{ readonly drawable: readonly Drawable[]; readonly failed: readonly Problem[] }> {
  const paths = files.map((file) => (file === "-" ? "standard input" : file));
  const names = paths.map((path) => basename(path));
  const areDistinct = new Set(names).size === names.length;
  const drawable: Drawable[] = [];
  const failed: Problem[] = [];
  for (const [i, file] of files.entries()) {
    const path = paths[i]!;
    try {
      const audio = await collectAudio(await openRecording(file));
      drawnSpan({ name: path, audio }, from, to);
      drawable.push({ file, recording: { name: areDistinct ? names[i]! : path, audio } });
    } catch (error) {
      failed.push(problemOf(path, error));
    }
  }
  return { drawable, failed };
}
