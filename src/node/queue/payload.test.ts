import { readdirSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { folderStore } from "./folder-store.ts";
import { openStore } from "./open-store.ts";
import { Payloads } from "./payload.ts";

let folder: string;
let server: S3rver;
let endpoint: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-store-"));
  server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory: join(folder, "s3"),
    configureBuckets: [{ name: "bucket", configs: [] }],
  });
  const { port } = await server.run();
  endpoint = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  vi.stubEnv("AWS_ENDPOINT_URL", endpoint);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "S3RVER");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "S3RVER");
  return () => vi.unstubAllEnvs();
});

/** The objects in the bucket. */
async function objects(): Promise<number> {
  const listed = await fetch(`${endpoint}/bucket`);
  return (await listed.text()).split("<Contents>").length - 1;
}

/** The files in the folder. */
async function files(): Promise<number> {
  const shared = join(folder, "shared");
  const all = readdirSync(shared, { recursive: true, encoding: "utf8" });
  return all.filter((name) => statSync(join(shared, name)).isFile()).length;
}

test("long lists of texts and numbers travel by their content, each once", async () => {
  const place = join(folder, "lists");
  const speakers = Array.from({ length: 2000 }, (_, i) => `speaker ${i % 24}`);
  const value = { speakers, folds: [{ test: [...speakers.keys()] }], few: [1, "two"], none: [] };
  const payloads = new Payloads(folderStore(place));
  const bytes = await payloads.encode(value);
  expect(bytes.length).toBeLessThan(500);
  expect(await payloads.encode({ ...value })).toEqual(bytes);
  const there = new Payloads(folderStore(place));
  const first = (await there.decode(bytes)) as typeof value;
  expect(first).toEqual(value);
  // kept, not read again
  expect(((await there.decode(bytes)) as typeof value).speakers).toBe(first.speakers);
});

describe.each([
  ["a folder", () => join(folder, "shared"), files],
  ["a bucket", () => "s3://bucket/some/prefix", objects],
])("large arrays through %s", (_, place, count) => {
  test("each once, into memory that threads share; small ones with the message", async () => {
    const [here, there] = [await openStore(place()), await openStore(place())];
    const large = new Float32Array(new SharedArrayBuffer(400_000)).fill(0.5);
    const value = {
      X: { data: large, rows: 2 },
      small: Uint8Array.of(1, 2),
      list: [large, "text"],
    };
    const payloads = new Payloads(here);
    const bytes = await payloads.encode(value);
    expect(bytes.length).toBeLessThan(1000);
    expect(await payloads.encode(value)).toEqual(bytes);
    expect(await count()).toBe(1);
    const decoded = (await new Payloads(there).decode(bytes)) as typeof value;
    expect(decoded).toEqual(value);
    expect(decoded.X.data.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test("what one process removes is its own", async () => {
    const [here, there] = [await openStore(place()), await openStore(place())];
    const large = new Float32Array(100_000).fill(0.25);
    const first = await new Payloads(here).encode(large);
    const second = await new Payloads(there).encode(large);
    await here.clean();
    await expect(new Payloads(there).decode(first)).rejects.toMatchObject({
      code: "not-found",
      message: expect.stringContaining(
        "give this machine and the others the same --store",
      ) as string,
    });
    expect(await new Payloads(here).decode(second)).toEqual(large);
    await there.clean();
  });

  test("the same bytes may be put many times at once", async () => {
    const store = await openStore(place());
    const bytes = new Uint8Array(2_000_000).fill(7);
    const before = await count();
    const names = await Promise.all(Array.from({ length: 20 }, () => store.put(bytes)));
    expect(new Set(names).size).toBe(1);
    expect((await count()) - before).toBe(1);
    expect(Buffer.from(await store.get(names[0]!)).equals(bytes)).toBe(true);
    await store.clean();
  });

  test("all that one process put there is removed", async () => {
    const store = await openStore(place());
    const before = await count();
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.put(Uint8Array.of(i))));
    expect((await count()) - before).toBe(20);
    await store.clean();
    expect(await count()).toBe(before);
  });
});

test("damaged content is refused", async () => {
  const shared = join(folder, "shared");
  const inFolder = folderStore(shared);
  const name = await inFolder.put(Uint8Array.of(1, 2, 3));
  await writeFile(join(shared, name), "other");
  await expect(inFolder.get(name)).rejects.toMatchObject({
    code: "mismatch",
    message: expect.stringMatching(/^.*shared.* is damaged/) as string,
  });
  await inFolder.clean();

  const inBucket = await openStore("s3://bucket/some/prefix");
  const object = await inBucket.put(Uint8Array.of(1, 2, 3));
  await fetch(`${endpoint}/bucket/some/prefix/${object}`, { method: "PUT", body: "other" });
  await expect(inBucket.get(object)).rejects.toMatchObject({
    code: "mismatch",
    message: expect.stringMatching(/^s3:\/\/bucket\/some\/prefix: .* is damaged/) as string,
  });
  await inBucket.clean();
});

test("what cannot be cloned is refused", async () => {
  const payloads = new Payloads(folderStore(join(folder, "shared")));
  await expect(payloads.encode({ work: () => {} })).rejects.toThrow("could not be cloned");
});

test("a store that cannot be written to, or has no credentials, is said", async () => {
  const large = new Float32Array(100_000);
  const missing = new Payloads(await openStore("s3://nobody"));
  await expect(missing.encode(large)).rejects.toMatchObject({
    code: "cannot-write",
    message: expect.stringMatching(
      /^cannot write s3:\/\/nobody: .*: The specified bucket does not exist/,
    ) as string,
  });
  const file = new Payloads(await openStore("/dev/null/store"));
  await expect(file.encode(large)).rejects.toMatchObject({ code: "cannot-write" });
  await expect(openStore("s3://")).rejects.toMatchObject({ code: "invalid-argument" });
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  await expect(openStore("s3://bucket")).rejects.toMatchObject({
    code: "invalid-argument",
    message:
      "--store s3://bucket: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; AWS_ENDPOINT_URL where the store is not Amazon's",
  });
});
