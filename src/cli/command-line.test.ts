import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { affekt, type Outcome } from "./command-line.fixture.ts";

function run(...words: string[]): Promise<Outcome> {
  return affekt(words, "unused");
}

test("--version is the package's", async () => {
  expect(await run("--version")).toEqual({
    status: 0,
    stdout: `${packageJson.version}\n`,
    stderr: "",
  });
});

test("without a command: what there is, on standard output", async () => {
  const { status, stdout, stderr } = await run();
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  for (const command of Object.keys(OPTIONS))
    expect(stdout).toContain(`\n  ${command.split(" ")[0]} `);
});

const EXTRACTION = ["--json", "--seed", "--jobs", "--no-cache"];
const RECORDING = [...EXTRACTION, "--channel"];
const TRAINING = [
  "--model",
  "--set",
  "--clip-seconds",
  "--epochs",
  "--param",
  "--params",
  "--batch-size",
  "--learning-rate",
  "--patience",
  "--class-weight",
  "--label-smoothing",
  "--mixup",
  "--spec-augment",
  "--validation-speakers",
  "--noise",
  "--noise-color",
  "--room",
  "--gain",
  "--speed",
  "--pitch-shift",
  "--time-shift",
  "--band-limit",
  "--augment-copies",
];
const WINDOWS = ["--window", "--hop", "--whole"];
const RAW = ["--rate", "--encoding", "--channels", "--raw"];
const LABELS = ["--pattern", "--columns", "--emotions", "--merge"];
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  quickstart: EXTRACTION,
  features: [
    ...RECORDING,
    ...LABELS,
    "--set",
    ...WINDOWS,
    ...RAW,
    "--output",
    "--list",
    "--describe",
  ],
  convert: ["--json", "--seed"],
  train: [...RECORDING, ...LABELS, ...TRAINING, "--output", "--resume"],
  evaluate: [
    ...RECORDING,
    ...LABELS,
    ...TRAINING,
    "--protocol",
    "--folds",
    "--report",
    "--predictions",
  ],
  test: [...RECORDING, ...LABELS],
  predict: [...RECORDING, ...WINDOWS, "--top", "--csv"],
  plot: ["--json", "--seed", "--output", "--panels", "--from", "--to"],
  models: ["--json", "--seed"],
  info: ["--json", "--seed"],
  "cache info": ["--json", "--seed"],
  "cache clear": ["--json", "--seed"],
  "data check": ["--json", "--seed", "--jobs", ...LABELS],
  "data get": ["--json", "--seed", "--song", "--url", "--yes"],
  "data list": ["--json", "--seed"],
};

test.each(Object.entries(OPTIONS))(
  "%s --help names the options that scripts rely on and shows an example",
  async (command, options) => {
    const { status, stdout, stderr } = await run(...command.split(" "), "--help");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const named = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining([...options, "--help"]));
    expect(stdout).toContain(`\nExample:\n  affekt ${command}`);
  },
);

test.each([
  ["foo", "unknown command 'foo'"],
  ["trian x", "Did you mean train?"],
  ["--foo", "unknown option '--foo'"],
  ["features x --foo", "unknown option '--foo'"],
  ["features x --out y", "Did you mean --output?"],
  ["features", "missing required argument 'source'"],
  ["features x --window 0", "'0' is invalid. It must be a number of seconds above 0."],
  ["features x --whole --hop 2", "option '--whole' cannot be used with option '--hop <s>'"],
  ["features - --encoding mp3", "'mp3' is invalid. Allowed choices are s16le, s16be,"],
  ["features x --jobs 0", "'0' is invalid. It must be a whole number in [1, 1024]."],
  ["features x --jobs 1.5", "'1.5' is invalid. It must be a whole number in [1, 1024]."],
  ["features x --seed -1", "'-1' is invalid. It must be a whole number from 0."],
  ["train x", "required option '-o, --output <file>' not specified"],
  [
    "train x -o y --model svm",
    "'svm' is invalid. Allowed are mlp, cnn, dnn, resnet1d, resnet2d, tcn,",
  ],
  ["train x -o y --epochs 0", "'0' is invalid. It must be a whole number from 1."],
  ["train x -o y --clip-seconds 0", "'0' is invalid. It must be a number of seconds above 0."],
  ["train x -o y --epochs many", "'many' is invalid. It must be a whole number from 1."],
  ["train x -o y --validation-speakers 0", "'0' is invalid. It must be a whole number from 1."],
  ["train x -o y --batch-size 0", "'0' is invalid. It must be a whole number from 1."],
  ["train x -o y --learning-rate 0", "'0' is invalid. It must be a number above 0."],
  ["train x -o y --label-smoothing 1", "'1' is invalid. It must be a number from 0, below 1."],
  ["train x -o y --mixup x", "'x' is invalid. It must be a number from 0."],
  ["train x -o y --noise loud", "'loud' is invalid. It must be a number, or two such as 5..20."],
  ["train x -o y --augment-copies 0", "'0' is invalid. It must be a whole number from 1."],
  ["train x -o y --class-weight some", "'some' is invalid. Allowed choices are balanced."],
  ["evaluate x --model mlp,lda+svm", "'mlp,lda+svm' is invalid. Allowed are mlp, cnn,"],
  ["evaluate x --protocol half", "'half' is invalid. Allowed choices are random, loso,"],
  ["predict", "missing required argument 'inputs'"],
  ["predict m f --top 0", "'0' is invalid. It must be a whole number from 1."],
  ["predict m f --csv --json", "option '--csv' cannot be used with option '--json'"],
  ["plot", "missing required argument 'file'"],
  ["plot a.wav -o a.png", "'a.png' is invalid. It must end in .svg or .html."],
  ["plot a.wav --panels mel,mfcc", "'mel,mfcc' is invalid. Expected names out of waveform, mel,"],
  ["plot a.wav --from -1", "'-1' is invalid. It must be a number from 0."],
  ["plot a.wav --to soon", "'soon' is invalid. It must be a number from 0."],
  ["info", "missing required argument 'model'"],
  ["data foo", "unknown command 'foo'"],
])("wrong command line: affekt %s", async (line, message) => {
  const { status, stdout, stderr } = await run(...line.split(" "));
  expect(stderr).toContain(message);
  expect(stderr).toContain("(--help shows the options and an example)");
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
});

test.each([
  ["features x --set fancy", /^affekt: feature set: expected one of classic, .*, got fancy\n$/],
  ["train x -o y --set fancy", /^affekt: feature set: expected one of classic, .*, got fancy\n$/],
  ["features x --hop 2", "affekt: hop needs window, the length of a window\n"],
  ["features - --channels 2", /^affekt: --encoding, --channels and --raw need --rate, /],
  [
    "features x -o x.xlsx",
    /^affekt: x\.xlsx: a feature table is written to a file ending in \.csv/,
  ],
  ["features x --set frames", /^affekt: CSV holds one value a cell, not sequences of frames; /],
  ["convert x y", /^affekt: x does not exist\n$/, 3],
])("what an option asks for cannot be: affekt %s", async (line, message, status = 2) => {
  const outcome = await run(...line.split(" "));
  expect(outcome.stderr).toEqual(
    typeof message === "string" ? message : expect.stringMatching(message),
  );
  expect(outcome).toMatchObject({ status, stdout: "" });
});
