import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collectAudio } from "../../audio/audio-stream.ts";
import { encodeWav } from "../../audio/pcm/wav-write.ts";
import { openRecording } from "../decoding/open-recording.ts";
import { fileReading } from "./byte-source.ts";
import { pipedBytes } from "./piped-bytes.ts";
import { openSources } from "./sources.ts";

const hasFifos = process.platform !== "win32";
const TONE = Float32Array.from(
  { length: 200_000 },
  (_, i) => ((i * 7919) % 20_001) / 32_768 - 0.25,
);
const WAV = encodeWav({ channels: [TONE], sampleRate: 16_000 }, { bitsPerSample: "32f" });

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "affekt-pipes-"));
  writeFileSync(at("tone.wav"), WAV);
});
afterAll(() => rmSync(folder, { recursive: true }));

function makeFifo(name: string): string {
  execFileSync("mkfifo", [at(name)]);
  return at(name);
}

/** Writes into a FIFO, from a moment on and in pieces. */
async function write(fifo: string, bytes: Uint8Array): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
  const file = await open(fifo, "w");
  for (let i = 0; i < bytes.length; i += 50_000) await file.write(bytes.subarray(i, i + 50_000));
  await file.close();
}

test("a file, a folder and what is not there are no pipes", () => {
  for (const path of [at("tone.wav"), folder, at("gone")]) {
    expect(pipedBytes(path)).toBeUndefined();
  }
  expect(fileReading(at("tone.wav"))).toMatchObject({ file: at("tone.wav") });
  expect(fileReading(at("tone.wav")).once).toBeUndefined();
});

describe.skipIf(!hasFifos)("a FIFO", () => {
  test("gives its bytes once, however late they come", async () => {
    const fifo = makeFifo("late");
    const { once, file, stamp, read } = fileReading(fifo);
    expect({ once, file, stamp: stamp?.() }).toEqual({ once: true });
    const [bytes] = await Promise.all([read(), write(fifo, WAV)]);
    expect(Buffer.compare(bytes, WAV)).toBe(0);
  });

  test("is a recording that is decoded while it comes", async () => {
    const fifo = makeFifo("recording");
    const [audio] = await Promise.all([openRecording(fifo).then(collectAudio), write(fifo, WAV)]);
    expect(audio.channels).toEqual([TONE]);
  });

  test("can be looked at before it is read", async () => {
    const fifo = makeFifo("peeked");
    const piped = pipedBytes(fifo)!;
    const work = write(fifo, WAV);
    expect((await piped.peek(4)).subarray(0, 4)).toEqual(WAV.subarray(0, 4));
    expect((await piped.peek(60_000)).length).toBeGreaterThanOrEqual(60_000);
    expect(Buffer.compare(await piped.read(), WAV)).toBe(0);
    await work;
  });

  test("may be a manifest, whose paths are those of the working folder", async () => {
    const fifo = makeFifo("manifest");
    const path = relative(process.cwd(), at("tone.wav"));
    const csv = new TextEncoder().encode(`path,emotion,speaker\n${path},happy,07\n`);
    const [sources] = await Promise.all([openSources([fifo]), write(fifo, csv)]);
    expect(sources.recordings).toMatchObject([{ path, emotion: "happy", speaker: "07" }]);
    expect(Buffer.compare(await sources.recordings[0]!.read(), WAV)).toBe(0);
  });

  test("may be a recording among sources, which is read once", async () => {
    const fifo = makeFifo("source");
    const work = write(fifo, WAV);
    const [recording] = (await openSources([fifo])).recordings;
    expect(recording).toMatchObject({ path: fifo, once: true });
    expect(Buffer.compare(await recording!.read(), WAV)).toBe(0);
    await work;
  });

  test("may be no zip, and ends where its signal is aborted", async () => {
    const fifo = makeFifo("zip");
    const zip = new TextEncoder().encode("PK\x03\x04".padEnd(100));
    const opened = openSources([fifo]);
    await Promise.all([
      expect(opened).rejects.toMatchObject({
        code: "unsupported",
        message: `${fifo}: a zip or a table has to be a file; save it first`,
      }),
      write(fifo, zip),
    ]);
    const controller = new AbortController();
    const waiting = openSources([makeFifo("waiting")], { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "interrupted" });
  });

  test("is not waited for after its signal is aborted, before and while somebody writes", async () => {
    const fifo = makeFifo("aborted");
    const controller = new AbortController();
    const waiting = fileReading(fifo).read(controller.signal);
    setTimeout(() => controller.abort("enough"), 20);
    await expect(waiting).rejects.toMatchObject({ code: "interrupted", cause: "enough" });

    const second = new AbortController();
    const opened = openRecording(fifo, { signal: second.signal });
    const file = await open(fifo, "w");
    await file.write(WAV.subarray(0, 10_000));
    const { blocks } = await opened;
    const drain = (async () => {
      for await (const _ of blocks) second.abort();
    })();
    await expect(drain).rejects.toMatchObject({ code: "interrupted" });
    await file.close();
  });

  test("that is left early is closed", async () => {
    const fifo = makeFifo("left");
    const opened = openRecording(fifo);
    const file = await open(fifo, "w");
    await file.write(WAV.subarray(0, 10_000));
    await (await opened).close();
    const failing = async (): Promise<void> => {
      for (;;) await file.write(WAV);
    };
    await expect(failing()).rejects.toMatchObject({ code: "EPIPE" });
    await file.close();
  });
});

describe.skipIf(process.platform !== "linux")("on Linux", () => {
  test("a file by its descriptor is that file", async () => {
    const fd = openSync(at("tone.wav"), "r");
    expect(fileReading(`/dev/fd/${fd}`)).toMatchObject({ file: at("tone.wav") });
    const { channels } = await collectAudio(await openRecording(`/proc/self/fd/${fd}`));
    expect(channels).toEqual([TONE]);
    closeSync(fd);
  });

  test.each(["/dev/zero", "/dev/random"])("%s, which never ends, is refused", async (path) => {
    const refusal = { code: "unreadable", message: `${path}: is a device, not a recording` };
    await expect(fileReading(path).read()).rejects.toMatchObject(refusal);
    await expect(openRecording(path)).rejects.toMatchObject(refusal);
    const pcm = { sampleRate: 16_000 };
    await expect(openRecording(path, { pcm })).rejects.toMatchObject(refusal);
  });

  test("/dev/null is an empty file", async () => {
    await expect(openRecording("/dev/null")).rejects.toThrow("it is empty (0 bytes)");
  });

  // in a process of its own, which has a standard input of its own
  const SCRIPT = `
    const { openRecording } = await import(${JSON.stringify(new URL("../decoding/open-recording.ts", import.meta.url).href)});
    const [, path] = process.argv;
    try {
      let length = 0;
      for await (const [block] of (await openRecording(path)).blocks) length += block.length;
      console.log(length);
    } catch (error) {
      console.log(error.message);
    }`;

  function readInChild(path: string, stdin: "pipe" | "file" | "null" | "zero"): Promise<string> {
    const input = { pipe: undefined, file: at("tone.wav"), null: "/dev/null", zero: "/dev/zero" }[
      stdin
    ];
    const fd = input === undefined ? undefined : openSync(input, "r");
    const child = spawn(process.execPath, ["--input-type=module", "-e", SCRIPT, "--", path], {
      stdio: [fd ?? "pipe", "pipe", "inherit"],
    });
    if (fd === undefined) child.stdin!.end(WAV);
    else closeSync(fd);
    let output = "";
    child.stdout!.setEncoding("utf8").on("data", (text: string) => (output += text));
    return new Promise((resolve) => child.on("close", () => resolve(output.trim())));
  }

  test.each([
    ["/dev/stdin", "pipe", String(TONE.length)],
    ["/dev/fd/0", "pipe", String(TONE.length)],
    ["-", "pipe", String(TONE.length)],
    ["/dev/stdin", "file", String(TONE.length)],
    ["-", "file", String(TONE.length)],
    ["-", "null", "standard input: cannot be read as audio: it is empty (0 bytes); "],
    ["-", "zero", "standard input: is a device, not a recording"],
    ["/dev/stdin", "zero", "/dev/stdin: is a device, not a recording"],
  ] as const)("%s, which is a %s", async (path, stdin, expected) => {
    expect(await readInChild(path, stdin)).toContain(expected);
  });
});
