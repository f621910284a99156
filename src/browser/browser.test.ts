import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decodeAudio } from "../audio/decode.ts";
import { encodeWav } from "../audio/pcm/wav-write.ts";
import { labelledClips } from "../datasets/labelled-clips.ts";
import { extractClips } from "../features/extraction/extract.ts";
import { featureSet } from "../features/sets/sets.ts";
import type * as AffektInBrowser from "../entries/browser.ts";
import type * as Features from "../entries/features.ts";
import { encodeModel } from "../models/file/encode-model.ts";
import { presetModel } from "../models/presets.ts";
import { featureTable, type SourceTable } from "../node/feature-table.ts";
import { loadModel } from "../node/load-model.ts";
import { packPackage, type PackedPackage } from "../node/packed-package.fixture.ts";
import { copySample } from "../node/sample-clips.fixture.ts";
import { openSources } from "../node/sources/sources.ts";
import { trainModel } from "../models/training/train-model.ts";
import { nodeRuntime } from "../node/native-runtime.ts";
import { allOf } from "../parallel/all-of.fixture.ts";
import { recordingsSvg } from "../pictures/recordings-svg.ts";
import { largestError } from "../training/goldens.fixture.ts";
import type { Browser, Page } from "playwright";
import { CHROMIUM } from "./chromium.fixture.ts";
import { bundlePages, openPage, serveSite, type Site, startChromium } from "./page.fixture.ts";

// on the page, where the functions given to `evaluate` run
declare const affekt: typeof AffektInBrowser & typeof Features;

interface Clip {
  readonly path: string;
  readonly bytes: Uint8Array;
}

let packed: PackedPackage;
let modules: readonly string[];
let folder: string;
let clips: Readonly<Record<"opus" | "wav", Clip>>;
let table: SourceTable;
let model: Uint8Array;
let site: Site;

beforeAll(async () => {
  packed = packPackage();
  modules = await bundlePages(packed);
  folder = await mkdtemp(join(tmpdir(), "affekt-browser-"));
  await copySample(folder, ({ path }) => /-0[35]-02-01-01-0[1-3]\.opus$/.test(path));
  table = await featureTable([folder], { jobs: 1, cache: false });
  const trained = await trainModel(labelledClips(table), {
    model: presetModel("mlp", { epochs: 20 }),
    runtime: nodeRuntime,
  });
  model = encodeModel(trained);
  const { recordings } = await openSources([folder]);
  const opus = await recordings[0]!.read();
  const wav = encodeWav(await decodeAudio(opus, { name: "opus" }));
  clips = { opus: { path: "/clip.opus", bytes: opus }, wav: { path: "/clip.wav", bytes: wav } };
  site = await serveSite(packed, {
    "/model.onnx": model,
    [clips.opus.path]: clips.opus.bytes,
    [clips.wav.path]: clips.wav.bytes,
  });
});

afterAll(async () => {
  await site.close();
  packed.remove();
  await rm(folder, { recursive: true });
});

test("nothing of Node gets into the bundle", () => {
  expect(
    modules.filter((path) => path.includes("affekt/dist/entries/root.browser.js")),
  ).toHaveLength(1);
  const foreign = /affekt\/dist\/(node|cli)\/|\.node\.js|__vite-browser-external|onnxruntime-node/;
  expect(modules.filter((path) => foreign.test(path))).toEqual([]);
});

describe.skipIf(CHROMIUM === undefined)("in Chromium (skipped where it is not installed)", () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await startChromium();
  });
  beforeEach(async () => {
    page = await openPage(browser, site);
  });
  afterEach(() => page.close());
  afterAll(() => browser.close());

  test.each(["opus", "wav"] as const)(
    "classic features of a clip in %s are Node's",
    async (kind) => {
      const { path, bytes } = clips[kind];
      const found = await page.evaluate(async (path) => {
        const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
        const audio = await affekt.decodeAudio(bytes, { name: path });
        const set = affekt.featureSet("classic");
        const vectors: number[][] = [];
        for await (const { values } of affekt.extractClips(audio, { set })) {
          vectors.push([...values]);
        }
        return vectors;
      }, path);
      const audio = await decodeAudio(bytes, { name: path });
      const ours = await allOf(extractClips(audio, { set: featureSet("classic") }));
      expect(found.map(({ length }) => length)).toEqual([193]);
      for (const [i, value] of ours[0]!.values.entries()) {
        expect(Math.abs(found[0]![i]! - value)).toBeLessThanOrEqual(1e-5 * Math.abs(value) + 1e-9);
      }
    },
  );

  test("the model that ships answers where none is named, with the encoder that ships", async () => {
    const { path, bytes } = clips.wav;
    const found = await page.evaluate(async (path) => {
      const received: number[] = [];
      await affekt.loadEncoder({ onProgress: (bytes) => received.push(bytes) });
      const model = await affekt.loadModel();
      const clip = await (await fetch(path)).blob();
      const { emotion, probabilities } = await model.predictAudio(clip);
      const files = ["one.wav", "two.wav"].map((name) => new File([clip], name));
      const { rows } = await affekt.featureTable(files, { set: model.featureSet, jobs: 2 });
      const data = Float32Array.from(rows.flatMap(({ values }) => [...values]));
      const ofRows = await model.predictProba({ data, rows: 2, columns: data.length / 2 });
      const largest = [...ofRows.data].sort((a, b) => b - a).slice(0, 2);
      return { bytes: received.at(-1), emotion, probabilities, largest };
    }, path);
    const ours = await (await loadModel()).predictAudio(bytes, { name: path });
    expect(found.bytes).toBe(6_561_078);
    // by web workers, too
    const { probability } = found.probabilities[0]!;
    for (const one of found.largest) expect(one).toBeCloseTo(probability, 4);
    const of = new Map(ours.probabilities.map((one) => [one.emotion, one.probability]));
    for (const { emotion, probability } of found.probabilities) {
      expect(Math.abs(probability - of.get(emotion)!)).toBeLessThan(0.05);
    }
  });

  test("what MediaRecorder makes is decoded by the browser, and predicted", async () => {
    await page.locator("body").click();
    const found = await page.evaluate(async () => {
      const context = new AudioContext();
      const tone = new OscillatorNode(context, { frequency: 440 });
      const target = context.createMediaStreamDestination();
      tone.connect(target);
      const recorder = new MediaRecorder(target.stream);
      const pieces: Blob[] = [];
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      const hasEnded = new Promise((resolve) => (recorder.onstop = resolve));
      tone.start();
      recorder.start();
      await new Promise((resolve) => setTimeout(resolve, 1200));
      recorder.stop();
      await hasEnded;
      const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
      const audio = await affekt.decodeAudio(bytes, { name: "recorded" });
      const model = await affekt.loadModel(
        new Uint8Array(await (await fetch("/model.onnx")).arrayBuffer()),
      );
      const { durationSeconds } = await model.predictAudio(new Blob(pieces));
      const [samples] = audio.channels;
      const { format, sampleRate } = audio;
      const rising = samples!.filter((sample, i) => sample >= 0 && samples![i - 1]! < 0).length;
      return { format, sampleRate, seconds: samples!.length / sampleRate, rising, durationSeconds };
    });
    expect(found).toMatchObject({ format: "browser", sampleRate: 48_000 });
    expect(found.seconds).toBeGreaterThan(0.5);
    expect(found.rising / found.seconds).toBeGreaterThan(300);
    expect(found.rising / found.seconds).toBeLessThan(600);
    expect(found.durationSeconds).toBeCloseTo(found.seconds, 5);
  });

  test("what neither Affekt nor the browser decodes is refused, by what it is", async () => {
    const found = await page.evaluate(async () => {
      const webm = Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 1, 2, 3);
      const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 31) & 0xff);
      const outcome = (bytes: Uint8Array) =>
        affekt
          .decodeAudio(bytes)
          .catch((error: AffektInBrowser.AffektError) => `${error.code}: ${error.message}`);
      return [await outcome(webm), await outcome(noise)];
    });
    expect(found[0]).toMatch(
      /^unsupported: recording: is WebM or Matroska, .*; this browser cannot decode it either$/,
    );
    expect(found[1]).toMatch(/^unreadable: recording: .* it starts with the bytes 00 1f /);
  });

  test("a recording is drawn as in Node", async () => {
    const { path, bytes } = clips.wav;
    const found = await page.evaluate(async (path) => {
      const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
      return affekt.recordingsSvg([
        { name: path, audio: await affekt.decodeAudio(bytes, { name: path }) },
      ]);
    }, path);
    const ours = await recordingsSvg([
      { name: path, audio: await decodeAudio(bytes, { name: path }) },
    ]);
    // PNGs of the same pixels may be packed in different ways
    const withoutImages = (svg: string): string => svg.replaceAll(/base64,[^"]+/g, "");
    expect(withoutImages(found)).toBe(withoutImages(ours));
    expect(found.match(/base64,[^"]{1000}/g)).toHaveLength(4);
  });

  // without a folder the bundler's copy of ONNX Runtime is fetched, with one the folder's
  test.each([undefined, "/ort/"])(
    "a model of Node predicts the same, wasmPaths %s",
    async (wasmPaths) => {
      const { path, bytes } = clips.opus;
      site.requests.splice(0);
      const found = await page.evaluate(
        async ([path, wasmPaths]) => {
          const load = async (path: string): Promise<Uint8Array> =>
            new Uint8Array(await (await fetch(path)).arrayBuffer());
          const options = wasmPaths === "" ? {} : { wasmPaths };
          const model = await affekt.loadModel(await load("/model.onnx"), options);
          return model.predictAudio(await load(path), { name: path });
        },
        [path, wasmPaths ?? ""] as const,
      );
      const ours = await (await loadModel(model)).predictAudio(bytes, { name: path });
      expect(found.emotion).toBe(ours.emotion);
      expect(found.probabilities.map(({ emotion }) => emotion)).toEqual(
        ours.probabilities.map(({ emotion }) => emotion),
      );
      for (const [i, { probability }] of ours.probabilities.entries()) {
        expect(Math.abs(found.probabilities[i]!.probability - probability)).toBeLessThan(1e-4);
      }
      const fetched = site.requests.filter((path) => path.endsWith(".wasm"));
      expect(fetched).toHaveLength(1);
      expect(fetched[0]!.startsWith("/ort/")).toBe(wasmPaths !== undefined);
    },
  );

  test("picked files become a table, an evaluation, and a model that Node loads", async () => {
    const { rows } = table;
    await page.setContent('<input type="file" multiple />');
    await page.locator("input").setInputFiles(rows.map(({ path }) => join(folder, path)));
    const found = await page.evaluate(async () => {
      const files = [...document.querySelector("input")!.files!];
      const table = await affekt.featureTable(affekt.recordingsOf(files));
      const labelled = affekt.labelledClips(table);
      const model = affekt.presetModel("mlp", { epochs: 5 });
      const candidates = [{ name: "mlp", model }] as const;
      const { models } = await affekt.evaluateModels(labelled, { candidates, protocols: ["loso"] });
      const trained = await affekt.trainModel(labelled, { model });
      const hashes = table.rows.map(({ path, samplesHash }) => `${path} ${samplesHash}`);
      return { hashes, result: models[0]!, model: [...affekt.encodeModel(trained)] };
    });
    expect(found.hashes).toEqual(
      rows.map(({ path, samplesHash }) => `${basename(path)} ${samplesHash}`),
    );
    expect(found.result.folds.map(({ test }) => test)).toEqual(
      ["01", "02", "03"].map((speaker) => [speaker]),
    );
    expect(found.result.confusion.flat().reduce((sum, count) => sum + count)).toBe(rows.length);
    const loaded = await loadModel(Uint8Array.from(found.model));
    expect(loaded.info.training.clipHashes).toEqual(
      rows.map((row) => row.samplesHash.slice(0, 16)),
    );
    expect((await loaded.predictAudio(clips.wav.bytes)).probabilities).toHaveLength(2);
  });

  test("the voice encoder's layer is trained further, and the head of the model that ships is fine-tuned", async () => {
    const { rows } = table;
    await page.setContent('<input type="file" multiple />');
    await page.locator("input").setInputFiles(rows.map(({ path }) => join(folder, path)));
    const found = await page.evaluate(async () => {
      const files = [...document.querySelector("input")!.files!];
      const set = "speech-lower-frames";
      const table = await affekt.featureTable(affekt.recordingsOf(files), { set, jobs: 1 });
      const labelled = affekt.labelledClips(table, { clipSeconds: 0.5 });
      const settings = affekt.presetModel("speech-finetuned", { epochs: 2 });
      const trained = await affekt.trainModel(labelled, { model: settings });
      const tuned = await affekt.loadModel(affekt.encodeModel(trained));
      const { emotion } = await tuned.predictAudio(files[0]!);
      const { data } = await tuned.predictProba(labelled.X);
      const shipped = await affekt.loadModel();
      const profile = await shipped.calibrate(files, { emotions: labelled.y });
      const answers = [shipped, await shipped.adaptTo(profile)].map((one) =>
        one.predictAudio(files[0]!),
      );
      const shares = (await Promise.all(answers)).map(({ probabilities }) =>
        probabilities.find((one) => one.emotion === labelled.y[0])!,
      );
      return {
        losses: trained.history.map(({ loss }) => loss),
        emotion,
        expected: tuned.labels[data[0]! > data[1]! ? 0 : 1],
        shares: shares.map(({ probability }) => probability),
      };
    });
    expect(found.losses.map(Number.isFinite)).toEqual([true, true]);
    expect(found.emotion).toBe(found.expected);
    expect(found.shares[1]).toBeGreaterThan(found.shares[0]!);
  });

  test("web workers extract what the page's own thread does, also what only the page can decode", async () => {
    const { rows } = table;
    await page.setContent('<input type="file" multiple />');
    const files = rows.map(({ path }) => join(folder, path));
    await page.locator("input").setInputFiles(files);
    const found = await page.evaluate(async () => {
      const { files } = document.querySelector("input")!;
      const valuesOf = async (options: object) =>
        (await affekt.featureTable(files!, options)).rows.map(({ values }) => [...values]);
      const pool = affekt.createPool({ jobs: 2 });
      let streamed = 0;
      const counting = {
        ...pool,
        stream: (...input: Parameters<typeof pool.stream>) => {
          streamed++;
          return pool.stream(...input);
        },
      };
      const shared = await valuesOf({ pool: counting });
      await pool.close();
      return { shared, streamed, alone: await valuesOf({ jobs: 1 }) };
    });
    expect(found.streamed).toBe(rows.length);
    expect(found.shared).toEqual(found.alone);
    expect(page.workers().length).toBe(0);
  });

  test("a model comes from a URL with progress, from a response, a file or a buffer; audio from a Web Audio buffer", async () => {
    const found = await page.evaluate(async (path) => {
      const progress: (readonly [number, number | undefined])[] = [];
      const model = await affekt.loadModel("/model.onnx", {
        onProgress: (received, total) => progress.push([received, total]),
      });
      const response = await fetch("/model.onnx");
      const fromResponse = await affekt.loadModel(response);
      const buffer = await (await fetch("/model.onnx")).arrayBuffer();
      const fromBuffer = await affekt.loadModel(buffer);
      const fromFile = await affekt.loadModel(new File([buffer], "model.onnx"));
      const bytes = await (await fetch(path)).arrayBuffer();
      const context = new OfflineAudioContext({ length: 1, sampleRate: 48_000 });
      const ofBuffer = await model.predictAudio(await context.decodeAudioData(bytes.slice()));
      const models = [fromResponse, fromBuffer, fromFile];
      const answers = models.map((one) => one.predictAudio(new URL(path, location.href)));
      const codes = ["/no-such.onnx", "http://127.0.0.1:1/model.onnx"].map((url) =>
        affekt.loadModel(url).catch((error: AffektInBrowser.AffektError) => error.code),
      );
      const aborted = affekt
        .loadModel("/model.onnx", { signal: AbortSignal.abort("enough") })
        .catch(({ code, cause }: AffektInBrowser.AffektError) => `${code}: ${String(cause)}`);
      return {
        progress,
        emotion: ofBuffer.emotion,
        answers: await Promise.all(answers),
        refusals: await Promise.all([...codes, aborted]),
      };
    }, clips.wav.path);
    expect(found.progress.at(-1)).toEqual([model.length, model.length]);
    const ours = await (await loadModel(model)).predictAudio(clips.wav.bytes);
    expect(found.emotion).toBe(ours.emotion);
    expect(found.answers.map(({ emotion }) => emotion)).toEqual(Array(3).fill(ours.emotion));
    expect(found.refusals).toEqual(["not-found", "network", "interrupted: enough"]);
  });

  test("ONNX Runtime's module is asked for again after a download that failed", async () => {
    site.refusesWasm = true;
    const load = () =>
      page.evaluate(() =>
        affekt.loadModel("/model.onnx").then(
          async (model) => (await model.predictAudio(await fetch("/clip.wav"))).emotion,
          (error: AffektInBrowser.AffektError) => `${error.code}: ${error.message}`,
        ),
      );
    const refused = /^network: web runtime: its WebAssembly does not load: .* answers 503/;
    expect(await load()).toMatch(refused);
    expect(await load()).toMatch(refused);
    site.refusesWasm = false;
    const ours = await (await loadModel(model)).predictAudio(clips.wav.bytes);
    expect(await load()).toBe(ours.emotion);
    expect(await page.evaluate(() => fetch.toString())).toContain("[native code]");
  });

  test("errors keep their class and code over postMessage", async () => {
    const found = await page.evaluate(async () => {
      const { port1, port2 } = new MessageChannel();
      const received = new Promise<Parameters<typeof affekt.errorOf>[0]>((resolve) => {
        port2.addEventListener("message", ({ data }) => resolve(data));
        port2.start();
      });
      port1.postMessage(new affekt.AffektError("silent", "no sound").toJSON());
      const error = affekt.errorOf(await received);
      return [error instanceof affekt.AffektError && error.code, error.message];
    });
    expect(found).toEqual(["silent", "no sound"]);
  });

  test("augmented copies of a picked file are Node's", async () => {
    const file = join(folder, table.rows[0]!.path);
    const options = {
      set: "classic-180",
      augmentation: { noise: { snr: [5, 20] }, speed: { rate: [0.9, 1.1] }, copies: 2 },
    } as const;
    await page.setContent('<input type="file" />');
    await page.locator("input").setInputFiles(file);
    const found = await page.evaluate(async (options) => {
      const files = [...document.querySelector("input")!.files!];
      const table = await affekt.featureTable(affekt.recordingsOf(files), options);
      const { augmented } = affekt.labelledClips(table);
      return { ...augmented!, X: [...augmented!.X.data] };
    }, options);
    const ours = await featureTable([file], { ...options, jobs: 1, cache: false });
    const { augmented } = labelledClips(ours);
    expect(found).toMatchObject({ sources: [0, 0], augmentation: options.augmentation });
    expect(largestError(found.X, [...augmented!.X.data], true)).toBeLessThan(1e-5);
  });

  test("the guide's page answers for a file that is picked", async () => {
    const { path, bytes } = clips.wav;
    await page.goto(`${site.url}guide.html`);
    await page
      .locator("input")
      .setInputFiles({ name: path, mimeType: "audio/wav", buffer: Buffer.from(bytes) });
    const { emotion } = await (await loadModel(model)).predictAudio(bytes, { name: path });
    const answer = page.locator("output:not(:empty)");
    expect(await answer.textContent()).toBe(emotion);
  });

  test("the guide's page listens to a microphone", async () => {
    const { labels } = await loadModel(model);
    await page.goto(`${site.url}listening.html`);
    await page.locator("button").click();
    const answer = page.locator("output:not(:empty)");
    expect(["silence", "not-speech", ...labels]).toContain(await answer.textContent());
  });

  describe("the guide's page that trains in a worker", () => {
    beforeEach(async () => {
      await page.goto(`${site.url}training.html`);
    });

    async function trainOnPage(epochs: number): Promise<void> {
      await page.locator("input[type=number]").fill(String(epochs));
      const files = table.rows.map(({ path }) => join(folder, path));
      await page.locator("input[type=file]").setInputFiles(files);
    }

    async function modelOfPage() {
      const link = page.locator("a:not(:empty)");
      await link.waitFor();
      const bytes = await link.evaluate(async (link: HTMLAnchorElement) => [
        ...new Uint8Array(await (await fetch(link.href)).arrayBuffer()),
      ]);
      return loadModel(Uint8Array.from(bytes));
    }

    test("learns what Node learns", async () => {
      const settings = presetModel("cnn", { epochs: 2 });
      const options = { model: settings, runtime: nodeRuntime };
      const trained = await trainModel(labelledClips(table), options);
      const ours = await (await loadModel(encodeModel(trained))).predictAudio(clips.opus.bytes);
      await trainOnPage(2);
      const found = await (await modelOfPage()).predictAudio(clips.opus.bytes);
      expect(found.probabilities).toHaveLength(2);
      for (const [i, { emotion, probability }] of ours.probabilities.entries()) {
        expect(found.probabilities[i]!.emotion).toBe(emotion);
        expect(Math.abs(found.probabilities[i]!.probability - probability)).toBeLessThan(1e-4);
      }
    });

    test("shows the epochs while it trains, and gives the model so far where it is stopped", async () => {
      await trainOnPage(1_000_000);
      await page.getByText(/^epoch \d+ of 1000000, loss \d/).waitFor();
      await page.locator("button").click();
      const { training } = (await modelOfPage()).info;
      expect(training.interrupted).toBe(true);
      expect(training.history.loss.length).toBeGreaterThan(0);
    });
  });

  test("where ONNX Runtime is not to be found, the error says so", async () => {
    const found = await page.evaluate(async () => {
      const bytes = new Uint8Array(await (await fetch("/model.onnx")).arrayBuffer());
      return affekt
        .loadModel(bytes, { wasmPaths: "/nowhere/" })
        .catch((error: AffektInBrowser.AffektError) => `${error.code}: ${error.message}`);
    });
    expect(found).toMatch(/^not-found: web runtime: its WebAssembly does not load: .*wasmPaths$/);
  });

  test("a model learns from arrays", async () => {
    const found = await page.evaluate(async () => {
      const mlp = new affekt.MlpClassifier({ hiddenLayerSizes: [8], learningRateInit: 0.05 });
      const X = Array.from({ length: 40 }, (_, i) => [i % 2, (i % 5) / 5, -(i % 2)]);
      await mlp.fit(
        X,
        X.map(([first]) => (first === 1 ? "happy" : "sad")),
      );
      return mlp.predict([
        [1, 0.5, -1],
        [0, 0.5, 0],
      ]);
    });
    expect(found).toEqual(["happy", "sad"]);
  });
});
