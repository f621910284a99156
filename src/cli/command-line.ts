import { Command, CommanderError } from "commander";
import { AffektError, EXIT_STATUS } from "../errors.ts";
import { VERSION } from "../version.ts";
import { printable } from "./terminal/printable.ts";

/** A command: its summary, and its module, which is loaded only when the command is called, so that each starts fast. */
type Entry = readonly [summary: string, load: () => Promise<Command>];

/** The commands by their tasks, the most important first. */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  "Start here:": {
    predict: [
      "predict the emotion of recordings",
      async () => (await import("./predict.ts")).predictCommand(),
    ],
    train: [
      "train a model and write it to one .onnx file",
      async () => (await import("./train.ts")).trainCommand(),
    ],
    evaluate: [
      "compare models on speakers that they have not heard",
      async () => (await import("./evaluate.ts")).evaluateCommand(),
    ],
  },
  "Data and features:": {
    data: [
      "list and download corpora, check recordings for problems",
      async () => (await import("./data.ts")).dataCommand(),
    ],
    features: [
      "extract acoustic features into a table",
      async () => (await import("./features.ts")).featuresCommand(),
    ],
    convert: [
      "convert a feature table to another format",
      async () => (await import("./convert.ts")).convertCommand(),
    ],
    plot: [
      "plot waveform, mel spectrogram, chroma, pitch, energy",
      async () => (await import("./plot.ts")).plotCommand(),
    ],
  },
  "Models:": {
    models: [
      "list the models and their settings",
      async () => (await import("./models.ts")).modelsCommand(),
    ],
    info: [
      "show what a model was trained on, its settings and scores",
      async () => (await import("./info.ts")).infoCommand(),
    ],
    export: [
      "write a model to an ONNX file that takes samples",
      async () => (await import("./models/export.ts")).exportCommand(),
    ],
    test: [
      "test a trained model on other labelled recordings",
      async () => (await import("./test.ts")).testCommand(),
    ],
    explain: [
      "explain a prediction: which features or sounds decided it",
      async () => (await import("./explain.ts")).explainCommand(),
    ],
  },
  "Search for better models:": {
    tune: [
      "search for good settings of models",
      async () => (await import("./tuning/tune.ts")).tuneCommand(),
    ],
    explore: [
      "compare models from the simplest to the deepest",
      async () => (await import("./tuning/explore.ts")).exploreCommand(),
    ],
    worker: [
      "run jobs from a queue in Redis, for several machines",
      async () => (await import("./tuning/worker.ts")).workerCommand(),
    ],
    study: [
      "show, compare and export studies, train the winner",
      async () => (await import("./tuning/study.ts")).studyCommand(),
    ],
  },
  "Use models:": {
    calibrate: [
      "adapt a model to a speaker with a few recordings",
      async () => (await import("./using/calibrate.ts")).calibrateCommand(),
    ],
    serve: [
      "answer predictions over HTTP and WebSocket",
      async () => (await import("./using/serve.ts")).serveCommand(),
    ],
    page: [
      "write the web page as static files",
      async () => (await import("./using/page.ts")).pageCommand(),
    ],
    listen: [
      "predict the emotion of live sound",
      async () => (await import("./using/listen.ts")).listenCommand(),
    ],
    mcp: [
      "give assistants tools for recordings on this machine",
      async () => (await import("./using/mcp.ts")).mcpCommand(),
    ],
  },
  "Other:": {
    quickstart: [
      "train and compare three models on the sample in the repository",
      async () => (await import("./quickstart.ts")).quickstartCommand(),
    ],
    cache: [
      "inspect or clear the feature cache",
      async () => (await import("./cache.ts")).cacheCommand(),
    ],
  },
};

/** The command line with the named command, or with the summaries of all commands. */
async function programFor(name: string | undefined): Promise<Command> {
  const program = new Command("affekt")
    .description("Speech emotion recognition: predict emotions, train and evaluate models.")
    .version(VERSION, "--version", "print the version")
    .showSuggestionAfterError()
    .helpCommand(false);
  const called = name === undefined ? undefined : entryOf(name);
  if (called !== undefined) return program.addCommand(await called[1]());
  for (const [group, entries] of Object.entries(COMMANDS)) {
    program.commandsGroup(group);
    for (const [command, [summary]] of Object.entries(entries)) {
      program.addCommand(new Command(command).description(summary));
    }
  }
  return program.addHelpText(
    "after",
    "\naffekt <command> --help shows its options and an example.",
  );
}

function entryOf(name: string): Entry | undefined {
  return Object.values(COMMANDS).find((entries) => Object.hasOwn(entries, name))?.[name];
}

/** All commands with their options, by the headings of their groups. */
export async function allCommands(): Promise<ReadonlyMap<string, readonly Command[]>> {
  const groups = Object.entries(COMMANDS).map(async ([group, entries]) => {
    const commands = await Promise.all(Object.values(entries).map(([, load]) => load()));
    return [group, commands] as const;
  });
  return new Map(await Promise.all(groups));
}

function throwOnExit(command: Command): void {
  command.exitOverride().showHelpAfterError("(--help shows the options and an example)");
  for (const sub of command.commands) throwOnExit(sub);
}

/** Runs the command line with the arguments after `affekt`. Returns the exit status. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    const program = await programFor(args[0]);
    throwOnExit(program);
    if (args.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof AffektError) {
      process.stderr.write(`affekt: ${printable(error.message)}\n`);
      return EXIT_STATUS[error.code];
    }
    const text = error instanceof Error ? error.stack : String(error);
    process.stderr.write(`affekt: internal fault, please report it: ${printable(String(text))}\n`);
    return 1;
  }
}
