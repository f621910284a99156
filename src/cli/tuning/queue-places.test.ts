import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SearchResult } from "../../model-selection/search-result.ts";
import { freePort, HAS_REDIS, startRedis, type TestRedis } from "../../node/queue/redis.fixture.ts";
import { copySample } from "../../node/sample-clips.fixture.ts";
import { affekt, affektProcess, hear, MAIN, type Outcome } from "../command-line.fixture.ts";
import { corpus, putFiles } from "../recordings.fixture.ts";

const HAS_OPENSSL = spawnSync("openssl", ["version"]).status === 0;

describe.skipIf(!HAS_REDIS || !HAS_OPENSSL)(
  "two workers over a Redis with TLS and a password, and a bucket",
  { timeout: 240_000 },
  () => {
    let folder: string;
    let six: string;
    let redis: TestRedis;
    let bucket: S3rver;
    let address: string;
    let environment: Readonly<Record<string, string>>;
    const workers: ChildProcess[] = [];
    const begun = [0, 0];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "affekt-places-"));
      six = await putFiles(join(folder, "six"), corpus([1, 2, 3, 4, 5, 6], 3));
      const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
      const made = [
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
      ];
      const names = ["-addext", "subjectAltName=IP:127.0.0.1"];
      spawnSync("openssl", ["req", ...made, ...names, "-keyout", key, "-out", certificate]);
      const port = await freePort();
      const tls = ["--port", "0", "--tls-port", String(port), "--tls-auth-clients", "no"];
      const files = ["--tls-cert-file", certificate, "--tls-key-file", key];
      redis = await startRedis(
        ...tls,
        ...files,
        "--tls-ca-cert-file",
        certificate,
        "--requirepass",
        "secret",
      );
      bucket = new S3rver({
        address: "127.0.0.1",
        port: 0,
        silent: true,
        directory: join(folder, "s3"),
        configureBuckets: [{ name: "bucket", configs: [] }],
      });
      const { port: bucketPort } = await bucket.run();
      address = `rediss://:secret@127.0.0.1:${port}`;
      environment = {
        NODE_EXTRA_CA_CERTS: certificate,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${bucketPort}`,
        AWS_ACCESS_KEY_ID: "S3RVER",
        AWS_SECRET_ACCESS_KEY: "S3RVER",
      };
      for (const w of begun.keys()) {
        const worker = spawn(process.execPath, [MAIN, "worker", ...remote(), "--jobs", "1"], {
          stdio: ["ignore", "inherit", "pipe"],
          env: { ...process.env, ...environment, AFFEKT_CACHE: join(folder, `cache-${w}`) },
        });
        workers.push(worker);
        await hear(worker, "works on the queue");
        worker.stderr.on("data", (part: Buffer) => {
          begun[w]! += String(part).split(" begins").length - 1;
        });
        worker.stderr.resume();
      }
    });

    afterAll(async () => {
      for (const worker of workers) worker.kill("SIGKILL");
      await redis.stop();
      await bucket.close();
      await rm(folder, { recursive: true });
    });

    const remote = (): string[] => ["--redis", address, "--store", "s3://bucket/affekt"];

    function here(...words: string[]): Promise<Outcome> {
      return affekt(words, join(folder, "cache"));
    }

    async function there(...words: string[]): Promise<Outcome> {
      const before = [...begun];
      const cache = join(folder, "cache-there");
      const outcome = await affektProcess([...words, ...remote()], { cache, environment });
      // both took part
      for (const [w, count] of begun.entries()) expect(count).toBeGreaterThan(before[w]!);
      return outcome;
    }

    test("features", async () => {
      const words = ["features", six, "--set", "classic-180"];
      const [far, near] = [await there(...words), await here(...words)];
      expect([far.status, far.stdout]).toEqual([0, near.stdout]);
    });

    test("predict", async () => {
      const speech = join(folder, "speech");
      await copySample(speech, ({ path }) => /Actor_01\/03-01-0[12]/.test(path));
      const words = ["predict", speech, "--csv"];
      const [far, near] = [await there(...words), await here(...words)];
      expect([far.status, far.stdout]).toEqual([0, near.stdout]);
    });

    test("evaluate", async () => {
      const words = ["evaluate", six, "--model", "ridge", "--folds", "3", "--json"];
      const scores = [await there(...words), await here(...words)].map(
        ({ stdout }) => (JSON.parse(stdout) as { models: { uar: number }[] }).models[0]!.uar,
      );
      expect(scores[0]).toBe(scores[1]);
    });

    test("tune", async () => {
      const words = ["tune", six, "--model", "lda", "--folds", "2", "--trials", "3", "--json"];
      const results = [
        await there(...words, "--study", join(folder, "there.sqlite")),
        await here(...words, "--study", join(folder, "here.sqlite")),
      ].map(({ stdout }) => {
        const { trials, outer } = JSON.parse(stdout) as SearchResult;
        return { outer, trials: trials.map(({ id, params, score }) => ({ id, params, score })) };
      });
      expect(results[0]).toEqual(results[1]);
    });

    test("a certificate that nobody has vouched for, and a wrong password", async () => {
      const words = ["features", six, "--redis", address];
      const cache = join(folder, "cache");
      expect(await affektProcess(words, { cache })).toMatchObject({
        status: 3,
        stderr: expect.stringMatching(
          /no Redis at rediss:\/\/127.0.0.1:\d+: self.signed cert/,
        ) as string,
      });
      const wrong = ["features", six, "--redis", address.replace("secret", "wrong")];
      const refused = await affektProcess(wrong, { cache, environment });
      expect(refused.status).toBe(3);
      expect(refused.stderr).toContain("the password is wrong");
      expect(refused.stderr).not.toContain("secret");
    });
  },
);
