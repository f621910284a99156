import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Sources, openSources } from "./sources.ts";
import zips from "./zip-source.golden.json" with { type: "json" };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-sources-"));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Writes a file below the test's folder and returns its path. */
async function put(path: string, content: string | Uint8Array = path): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

function putZip(path: string, kind: Exclude<keyof typeof zips, "contents">): Promise<string> {
  return put(path, Buffer.from(zips[kind], "base64"));
}

function pathsOf({ recordings }: Sources): string[] {
  return recordings.map(({ path }) => path);
}

async function textsOf({ recordings }: Sources): Promise<string[]> {
  const decoder = new TextDecoder();
  return (await Promise.all(recordings.map(({ read }) => read()))).map((bytes) =>
    decoder.decode(bytes),
  );
}

test("a folder: every recording below it, by path, labelled by name", async () => {
  for (const path of [
    "b/03-01-05-02-01-01-02.WAV",
    "B/03-01-01-01-01-01-01.flac",
    "a.txt",
    "z.csv",
    ".x/1.wav",
    "._1.wav",
    "__MACOSX/1.wav",
  ]) {
    await put(path);
  }
  const sources = await openSources([folder]);
  expect(pathsOf(sources)).toEqual(["B/03-01-01-01-01-01-01.flac", "b/03-01-05-02-01-01-02.WAV"]);
  expect(sources.recordings[1]).toMatchObject({
    source: folder,
    corpus: "ravdess",
    emotion: "angry",
    speaker: "02",
    sex: "female",
    intensity: "strong",
  });
  expect(await textsOf(sources)).toEqual(pathsOf(sources));
  expect(sources.problems).toEqual([]);
});

test("a folder: links are followed once, loops and broken ones do no harm", async () => {
  await put("real/1.wav");
  await symlink(join(folder, "real"), join(folder, "again"));
  await symlink(folder, join(folder, "real", "loop"));
  await symlink(join(folder, "real", "1.wav"), join(folder, "same.wav"));
  await symlink(join(folder, "gone"), join(folder, "broken.wav"));
  const sources = await openSources([folder]);
  expect(pathsOf(sources)).toEqual(["again/1.wav"]);
  expect(sources.problems).toEqual([
    { source: folder, path: "broken.wav", reason: "it or what it links to does not exist" },
  ]);
});

test.runIf(process.platform === "linux")(
  "files and folders whose names are not UTF-8",
  async () => {
    const below = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xe4, 0x62])]);
    await mkdir(below);
    await writeFile(Buffer.concat([below, Buffer.from("/M\xfcller.wav", "latin1")]), "voice");
    await put("Müller.wav", "another voice");
    const sources = await openSources([folder]);
    expect(pathsOf(sources)).toEqual(["Müller.wav", String.raw`\xe4b/M\xfcller.wav`]);
    expect(await textsOf(sources)).toEqual(["another voice", "voice"]);
    expect(sources.problems).toEqual([]);
  },
);

test("an archive that is no zip is refused by what it is", async () => {
  const archive = await put("a.tar.gz", Uint8Array.of(0x1f, 0x8b, 8, 0, 0));
  await expect(openSources([archive])).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringContaining("is a gzip file, such as .tar.gz; unpack it"),
  });
});

test("names that do not fit the corpus are unlabelled, and reported", async () => {
  await put("03-01-05-02-01-01-02.wav");
  await put("03-01-05-02-01-02-02.wav");
  await put("03-02-09-01-01-01-01.wav");
  const { recordings, problems } = await openSources([folder]);
  expect(recordings.map(({ emotion }) => emotion)).toEqual(["angry", "angry", undefined]);
  expect(problems).toEqual([
    { source: folder, path: "03-02-09-01-01-01-01.wav", reason: "emotion 09 is not one of 01–08" },
  ]);
});

test("a single file is a recording whatever its ending", async () => {
  const file = await put("voice.dat", "voice");
  const sources = await openSources([file]);
  expect(sources.recordings).toMatchObject([{ source: file, path: "voice.dat" }]);
  expect(await textsOf(sources)).toEqual(["voice"]);
});

test.each(["mixed", "zip64"] as const)("a zip (%s) is read where it lies", async (kind) => {
  const sources = await openSources([await putZip("corpus.bin", kind)]);
  const names = Object.keys(zips.contents).sort();
  expect(pathsOf(sources)).toEqual(names);
  expect(sources.recordings[0]).toMatchObject({
    corpus: "ravdess",
    speaker: "01",
    emotion: "neutral",
  });
  const contents = new Map(Object.entries(zips.contents));
  expect(await textsOf(sources)).toEqual(names.map((name) => contents.get(name)));
  expect(await textsOf(sources)).toEqual(names.map((name) => contents.get(name)));
  await sources.close();
  await expect(sources.recordings[0]?.read()).rejects.toMatchObject({ code: "unreadable" });
});

test("bytes are plain arrays whose slices are copies", async () => {
  const sources = await openSources([await putZip("corpus.zip", "mixed"), await put("a.wav")]);
  for (const { read } of sources.recordings) expect(Buffer.isBuffer(await read())).toBe(false);
  await sources.close();
});

test("entries of a zip that cannot be read are problems", async () => {
  const file = await putZip("corpus.zip", "unreadableEntries");
  const sources = await openSources([file]);
  expect(pathsOf(sources)).toEqual(["fine.wav"]);
  expect(sources.problems).toEqual([
    { source: file, path: "lzma.wav", reason: "compression method 14 is not supported" },
    { source: file, path: "secret.wav", reason: "encrypted" },
  ]);
  await sources.close();
});

test("a zip cut in half, and one with a flipped byte", async () => {
  const bytes = Buffer.from(zips.mixed, "base64");
  const half = await put("half.zip", bytes.subarray(0, bytes.length / 2));
  await expect(openSources([half])).rejects.toMatchObject({ code: "unreadable" });
  bytes[bytes.indexOf("neutral ")]! ^= 1;
  const sources = await openSources([await put("flipped.zip", bytes)]);
  const reads = await Promise.allSettled(sources.recordings.map(({ read }) => read()));
  expect(reads.map(({ status }) => status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  await expect(sources.recordings[0]?.read()).rejects.toThrow(
    /Actor_01.*its checksum does not match/,
  );
  await sources.close();
});

test("a manifest: labels, further columns, byte order mark, quotes, CRLF", async () => {
  await put("data/sub/one.wav", "one");
  await put("data/two, three.wav", "two");
  const manifest = await put(
    "data/list.csv",
    '\uFEFFpath,emotion,speaker,sex,corpus,intensity,note\r\nsub/one.wav,happy,anna,female,home,strong,"said ""hi"", then left"\r\n"two, three.wav",sad,,,,,\r\n\r\n',
  );
  const sources = await openSources([manifest]);
  expect(sources.recordings).toMatchObject([
    {
      source: manifest,
      path: "sub/one.wav",
      emotion: "happy",
      speaker: "anna",
      sex: "female",
      corpus: "home",
      intensity: "strong",
      columns: { note: 'said "hi", then left' },
    },
    { path: "two, three.wav", emotion: "sad" },
  ]);
  expect(Object.keys(sources.recordings[1]!)).not.toContain("speaker");
  expect(Object.keys(sources.recordings[0]!.columns!)).not.toContain("path");
  expect(await textsOf(sources)).toEqual(["one", "two"]);
});

test("the index that pandas writes is no column of a manifest", async () => {
  await put("one.wav");
  const manifest = await put("list.csv", "Unnamed: 0,,path,emotion,note\n0,0,one.wav,sad,x\n");
  const { recordings } = await openSources([manifest]);
  expect(recordings[0]).toMatchObject({ emotion: "sad", columns: { note: "x" } });
  expect(Object.keys(recordings[0]!.columns!)).toEqual(["note"]);
});

test("a manifest keeps its order, reports empty emotions, and a missing file once it is read", async () => {
  await put("b.wav");
  await put("a.wav");
  const manifest = await put("list.csv", "path,emotion\nb.wav,happy\ngone.wav,sad\na.wav,\n");
  const { recordings, problems } = await openSources([manifest]);
  expect(recordings.map(({ path }) => path)).toEqual(["b.wav", "gone.wav", "a.wav"]);
  expect(problems).toEqual([
    { source: manifest, path: "a.wav", reason: "line 4: column emotion is empty" },
  ]);
  await expect(recordings[1]?.read()).rejects.toMatchObject({ code: "not-found" });
  await expect(recordings[1]?.read()).rejects.toThrow(
    "list.csv line 3, column path: gone.wav does not exist",
  );
});

test.each([
  ["", "bad-data", "list.csv: is empty"],
  ["name,emotion\na.wav,happy\n", "bad-data", "has no column of paths (found: name, emotion)"],
  [
    "path,start,end\na.wav,2,1\n",
    "bad-data",
    "line 2: its end (1) must be later than its start (2)",
  ],
  [
    "path,start\na.wav,soon\n",
    "bad-data",
    'line 2: column start must be seconds from 0, got "soon"',
  ],
  ['path,emotion\n"a.wav,happy\nb.wav,sad\n', "bad-data", "quote"],
  ["path,emotion,emotion\na.wav,happy,sad\n", "bad-data", 'line 1 has the column "emotion" twice'],
  ["path,emotion\na.wav,happy,sad\n", "bad-data", "line 2 has 3 cells where the header has 2"],
  ['path,emotion,note\na.wav,happy,"two\nlines"\nb.wav,sad\n', "bad-data", "line 4 has 2 cells"],
  ["path,emotion\na.wav,happy\n,sad\n", "bad-data", "line 3: column path is empty"],
  [
    "path,emotion\nx.wav,happy\ny.wav,sad\n",
    "not-found",
    "none of its 2 files exist, the first being line 2, column path: x.wav",
  ],
  ["path,emotion\n", "bad-data", "list.csv has a header but no rows"],
])("a manifest that is wrong: %j", async (text, code, message) => {
  await put("a.wav");
  await put("b.wav");
  const manifest = await put("list.csv", text);
  await expect(openSources([manifest])).rejects.toMatchObject({ code });
  await expect(openSources([manifest])).rejects.toThrow(message);
});

test.each([
  ["path,label\na.wav,joy\n", { emotion: "happy" }],
  ["File;Emotion;Gender\na.wav;ANGER;F\n", { emotion: "angry", sex: "female" }],
  ["wav_path\tspeaker_id\tage\na.wav\t7\t33\n", { speaker: "7", age: "33" }],
  ["filename,emotion,speaker\na.wav,sad,NaN\n", { emotion: "sad" }],
])("a manifest by the names of its columns: %j", async (text, labels) => {
  await put("a.wav");
  const { recordings } = await openSources([await put("list.csv", text)]);
  const [{ emotion, speaker, sex, age } = {}] = recordings;
  expect({ emotion, speaker, sex, age }).toEqual({
    emotion: undefined,
    speaker: undefined,
    sex: undefined,
    age: undefined,
    ...labels,
  });
});

test("a manifest's columns by --columns", async () => {
  await put("a.wav");
  const manifest = await put("list.csv", "clip,emotion,mood,who\na.wav,4,happy,anna\n");
  const columns = { path: "clip", emotion: "mood", speaker: "who" };
  const { recordings } = await openSources([manifest], { columns });
  expect(recordings).toMatchObject([
    { path: "a.wav", emotion: "happy", speaker: "anna", columns: { emotion: "4" } },
  ]);
  for (const wrong of [{ path: "clips" }, { feeling: "mood" }]) {
    const error = openSources([manifest], { columns: wrong });
    await expect(error).rejects.toMatchObject({ code: "invalid-argument" });
  }
});

test("a manifest's segments are clips of one recording, each with its labels", async () => {
  await put("talk.wav");
  const text =
    "file,start,end,emotion,note\ntalk.wav,0 days 00:00:01.5,0 days 00:00:03,anger,x\ntalk.wav,4,,happy,y\n";
  const { recordings } = await openSources([await put("list.csv", text)]);
  expect(recordings).toHaveLength(1);
  expect(recordings[0]!.segments).toEqual([
    { startSeconds: 1.5, endSeconds: 3, emotion: "angry", columns: { note: "x" } },
    { startSeconds: 4, endSeconds: Infinity, emotion: "happy", columns: { note: "y" } },
  ]);
});

test("a manifest without emotions, or with a sex that is none, is read and says so", async () => {
  await put("a.wav");
  const { problems } = await openSources([await put("list.csv", "path,sex\na.wav,x\n")]);
  expect(problems.map(({ reason }) => reason)).toEqual([
    "has no column of emotions (found: path, sex); map it: --columns emotion=NAME",
    'line 2: column sex is "x", not female or male',
  ]);
});

test("a manifest that lists a file again says so, with what differs", async () => {
  await put("a.wav");
  await put("b.wav");
  const manifest = await put(
    "list.csv",
    "path,emotion,speaker\na.wav,happy,anna\nb.wav,sad,bob\n./a.wav,sad,anna\nb.wav,sad,bob\na.wav,happy,\n",
  );
  const sources = await openSources([manifest]);
  expect(pathsOf(sources)).toEqual(["a.wav", "b.wav"]);
  expect(sources.recordings[0]).toMatchObject({ emotion: "happy", speaker: "anna" });
  expect(sources.problems).toEqual([
    { source: manifest, path: "./a.wav", reason: "listed again in line 4 as sad, before as happy" },
    {
      source: manifest,
      path: "a.wav",
      reason: "listed again in line 6 as no speaker, before as speaker anna",
    },
    { source: manifest, path: "b.wav", reason: "listed again in line 5" },
  ]);
});

test("a manifest with the paths of Windows", async () => {
  await put("sub/ok.wav", "ok");
  const manifest = await put("list.csv", "path,emotion\nsub\\ok.wav,happy\nsub\\gone.wav,sad\n");
  const { recordings } = await openSources([manifest]);
  expect(recordings.map(({ path }) => path)).toEqual(["sub/ok.wav", "sub/gone.wav"]);
  expect(new TextDecoder().decode(await recordings[0]!.read())).toBe("ok");
  await expect(recordings[1]!.read()).rejects.toMatchObject({ code: "not-found" });
});

test.skipIf(process.platform === "win32")(
  "a manifest's path with a backslash that is part of the name",
  async () => {
    await put("sub/ok.wav", "below");
    await put("sub\\ok.wav", "beside");
    const manifest = await put("list.csv", "path,emotion\nsub\\ok.wav,happy\n");
    expect(await textsOf(await openSources([manifest]))).toEqual(["beside"]);
  },
);

test("a manifest that is not UTF-8", async () => {
  const manifest = await put(
    "list.csv",
    Buffer.from("path,emotion\nM\xfcller.wav,happy\n", "latin1"),
  );
  await expect(openSources([manifest])).rejects.toMatchObject({ code: "unreadable" });
});

test("what two sources share is kept for the first", async () => {
  const file = await put("deep/03-01-05-02-01-01-02.wav");
  await put("deep/other.wav");
  const manifest = await put("list.csv", "path,emotion\ndeep/other.wav,happy\n");
  const zip = await putZip("corpus.zip", "mixed");
  const sources = await openSources([file, manifest, folder, join(folder, "deep"), zip, zip]);
  expect(pathsOf(sources)).toEqual([
    "03-01-05-02-01-01-02.wav",
    "deep/other.wav",
    ...Object.keys(zips.contents).sort(),
  ]);
  await sources.close();
});

test("a corpus' name finds its download in the cache folder, or says how to get it", async () => {
  vi.stubEnv("AFFEKT_CACHE", folder);
  await expect(openSources(["ravdess"])).rejects.toMatchObject({ code: "not-found" });
  await expect(openSources(["ravdess"])).rejects.toThrow("affekt data get ravdess downloads it");
  await putZip("corpora/Audio_Speech_Actors_01-24.zip", "mixed");
  const sources = await openSources(["ravdess"]);
  expect(sources.recordings).toHaveLength(3);
  expect(sources.recordings[0]).toMatchObject({ source: "ravdess", corpus: "ravdess" });
  await sources.close();
});

test("sources that are not there or hold nothing", async () => {
  await expect(openSources([])).rejects.toMatchObject({ code: "invalid-argument" });
  const error = openSources([join(folder, "nowhere")]);
  await expect(error).rejects.toMatchObject({ code: "not-found" });
  await expect(error).rejects.toThrow(
    /nowhere is not a folder, zip.*ravdess, ravdess-song, ravdess-sample/,
  );
  await expect(openSources([folder])).rejects.toMatchObject({ code: "bad-data" });
  await expect(openSources([folder])).rejects.toThrow(
    /contains no recordings: looked for files ending in \.wav/,
  );
  await expect(openSources([await putZip("empty.zip", "empty")])).rejects.toMatchObject({
    code: "bad-data",
  });
});
