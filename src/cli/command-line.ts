import { Command, CommanderError } from "commander";
import { AffektError, EXIT_STATUS } from "../errors.ts";
import { VERSION } from "../version.ts";
import { printable } from "./terminal/printable.ts";

/** The commands; a command's module is loaded only when it is called, so that each starts fast. */
const COMMANDS: Readonly<Record<string, readonly [summary: string, load: () => Promise<Command>]>> =
  {
    quickstart: [
      "train and honestly compare two models on the recordings that come with the repository",
      async () => (await import("./quickstart.ts")).quickstartCommand(),
    ],
    features: [
      "extract acoustic features into a table",
      async () => (await import("./features.ts")).featuresCommand(),
    ],
    convert: [
      "write a feature table in another format",
      async () => (await import("./convert.ts")).convertCommand(),
    ],
    train: [
      "train a model and write it as one .onnx file",
      async () => (await import("./train.ts")).trainCommand(),
    ],
    evaluate: [
      "train and test models by a protocol, and compare them",
      async () => (await import("./evaluate.ts")).evaluateCommand(),
    ],
    test: [
      "test a trained model on other labelled recordings",
      async () => (await import("./test.ts")).testCommand(),
    ],
    predict: [
      "tell the emotion of recordings",
      async () => (await import("./predict.ts")).predictCommand(),
    ],
    serve: [
      "answer predictions over HTTP and WebSocket",
      async () => (await import("./using/serve.ts")).serveCommand(),
    ],
    plot: [
      "draw recordings: waveform, mel spectrogram, chroma, pitch, energy",
      async () => (await import("./plot.ts")).plotCommand(),
    ],
    models: [
      "list the models and their settings",
      async () => (await import("./models.ts")).modelsCommand(),
    ],
    info: [
      "say what a model was trained on and how good it is",
      async () => (await import("./info.ts")).infoCommand(),
    ],
    cache: [
      "show and clear the features that are kept",
      async () => (await import("./cache.ts")).cacheCommand(),
    ],
    data: [
      "list and download corpora, check recordings",
      async () => (await import("./data.ts")).dataCommand(),
    ],
  };

async function programFor(name: string | undefined): Promise<Command> {
  const program = new Command("affekt")
    .description("Speech emotion recognition: features, training, honest evaluation, prediction")
    .version(VERSION, "--version", "print the version")
    .showSuggestionAfterError()
    .helpCommand(false);
  const called = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (called !== undefined) return program.addCommand(await called[1]());
  for (const [command, [summary]] of Object.entries(COMMANDS)) {
    program.addCommand(new Command(command).description(summary));
  }
  return program;
}

function throwOnExit(command: Command): void {
  command.exitOverride().showHelpAfterError("(add --help for the options and an example)");
  for (const sub of command.commands) throwOnExit(sub);
}

/** Runs the command that the words after `affekt` name; gives the exit status. */
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
