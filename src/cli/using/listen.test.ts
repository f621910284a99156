import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeWav } from "../../audio/pcm/wav-write.ts";
import { speechSignal } from "../../features/speech.fixture.ts";
import type { StreamEvent } from "../../prediction/streaming/stream-events.ts";
import { affekt, affektProcess, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

const RATE = 22_050;

let folder: string;
let cache: string;
let model: string;
/** Speech from 1 s on, 4 s in all, as 16-bit samples without a header. */
let raw: Uint8Array;
let wav: Uint8Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-listen-"));
  cache = join(folder, "cache");
  const recordings = await putFiles(join(folder, "recordings"), corpus([1, 2, 3], 3));
  model = join(folder, "model.onnx");
  await affekt(["train", recordings, "--set", "classic-180", "--epochs", "5", "-o", model], cache);
  const samples = new Float32Array(4 * RATE);
  samples.set(speechSignal(), RATE);
  wav = encodeWav({ channels: [samples], sampleRate: RATE });
  const values = Int16Array.from(samples, (sample) => Math.round(32_767 * sample));
  raw = new Uint8Array(values.buffer);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const listen = (words: readonly string[], stdin?: Uint8Array, environment = {}): Promise<Outcome> =>
  affektProcess(["listen", model, ...words], { cache, environment, ...(stdin && { stdin }) });

const eventsOf = ({ stdout }: Outcome): StreamEvent[] =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as StreamEvent);

test("standard input, raw and with a header: events as JSON lines", async () => {
  const words = ["-", "--json", "--window", "1", "--hop", "1"];
  const outcome = await listen([...words, "--rate", String(RATE)], raw);
  expect(outcome).toMatchObject({
    status: 0,
    stderr: "listening to standard input; Ctrl-C ends\n",
  });
  const events = eventsOf(outcome);
  const windows = events.filter((event) => event.type === "window");
  expect(windows.map(({ startSeconds }) => startSeconds)).toEqual([0, 1, 2, 3]);
  expect(windows.map(({ state }) => state)).toMatchObject([
    "silence",
    "speech",
    expect.any(String),
    "silence",
  ]);
  expect(events.filter(({ type }) => type === "utterance")).toHaveLength(1);
  const ofFile = eventsOf(await listen(words, wav)).filter(({ type }) => type === "window");
  expect(ofFile.map(({ startSeconds }) => startSeconds)).toEqual([0, 1, 2, 3]);
});

test("a line for each utterance for people", async () => {
  const { stdout } = await listen(["-"], wav);
  expect(stdout).toMatch(/^0:0[01]\.\d–0:02\.\d {2}\w+ \d+ % {3}\w+ \d+ % {3}\w+ \d+ %\n$/);
});

test("the microphone, by the program that is there", async () => {
  const programs = join(folder, "programs");
  await mkdir(programs);
  const sound = join(folder, "sound.raw");
  await writeFile(sound, raw);
  await writeFile(
    join(programs, "arecord"),
    `#!/bin/sh\necho "$@" > ${programs}/words\ncat ${sound}\n`,
  );
  await chmod(join(programs, "arecord"), 0o755);
  const PATH = `${programs}:${process.env["PATH"]}`;
  const outcome = await listen(["--json", "--device", "hw:1"], undefined, { PATH });
  expect(outcome).toMatchObject({
    status: 0,
    stderr: "listening to the microphone; Ctrl-C ends\n",
  });
  expect(eventsOf(outcome).some(({ type }) => type === "utterance")).toBe(true);
  await writeFile(join(programs, "arecord"), "#!/bin/sh\necho no such device >&2\nexit 1\n");
  const failed = await listen([], undefined, { PATH });
  expect(failed.status).toBe(3);
  expect(failed.stderr).toContain("affekt: microphone: arecord cannot record: no such device");
});

test("what it does not take is refused", async () => {
  const none = join(folder, "none");
  expect((await listen([], undefined, { PATH: none })).stderr).toContain(
    "none of arecord, sox, ffmpeg",
  );
  const { status, stderr } = await affekt(["listen", model, "talk.wav"], cache);
  expect([status, stderr]).toEqual([2, expect.stringContaining("takes a model and -")]);
  expect((await affekt(["listen", model, "--rate", "8000"], cache)).stderr).toContain("add -");
});
