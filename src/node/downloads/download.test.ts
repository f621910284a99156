import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AffektError } from "../../errors.ts";
import { download, type DownloadOptions } from "./download.ts";

const CONTENT = randomBytes(300_000);
const MD5 = createHash("md5").update(CONTENT).digest("hex");
const ETAG = '"one"';

let folder: string;
let file: string;
let server: Server;
let url: string;
let requests: IncomingMessage[];
/** What the server does with the first, second, … request; `serve` after those. */
let script: RequestListener[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-download-"));
  file = join(folder, "deep", "corpus.zip");
  requests = [];
  script = [];
  server = createServer((request, response) => {
    requests.push(request);
    (script.shift() ?? serve)(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  url = `http://127.0.0.1:${address.port}/corpus.zip?download=1`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

/** A well-behaved server with ranges. */
function serve(request: IncomingMessage, response: ServerResponse): void {
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
  const condition = request.headers["if-range"];
  const start = range && (condition === undefined || condition === ETAG) ? Number(range[1]) : 0;
  if (range && start >= CONTENT.length) {
    response.writeHead(416, { "content-range": `bytes */${CONTENT.length}` }).end();
    return;
  }
  response.writeHead(start > 0 ? 206 : 200, {
    etag: ETAG,
    "content-length": CONTENT.length - start,
    ...(start > 0 && { "content-range": `bytes ${start}-${CONTENT.length - 1}/${CONTENT.length}` }),
  });
  response.end(CONTENT.subarray(start));
}

/** Sends the headers of the whole and breaks the connection after `bytes`. */
function breakOffAfter(bytes: number): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { etag: ETAG, "content-length": CONTENT.length });
    response.write(CONTENT.subarray(0, bytes), () => setImmediate(() => response.destroy()));
  };
}

function status(code: number): RequestListener {
  return (_request, response) => response.writeHead(code).end("no");
}

function get(options: Partial<DownloadOptions> = {}): Promise<void> {
  return download({
    url,
    file,
    md5: MD5,
    size: CONTENT.length,
    retries: 2,
    backoffMilliseconds: 5,
    ...options,
  });
}

async function failure(promise: Promise<void>): Promise<AffektError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AffektError)) throw new Error(`no AffektError but ${String(error)}`);
  return error;
}

async function expectComplete(): Promise<void> {
  expect(CONTENT.equals(await readFile(file))).toBe(true);
  expect(existsSync(`${file}.part`)).toBe(false);
}

test("downloads, makes the folder, tells progress up to the whole", async () => {
  const progress: [number, number | undefined][] = [];
  await get({ onProgress: (received, total) => progress.push([received, total]) });
  await expectComplete();
  expect(progress.at(-1)).toEqual([CONTENT.length, CONTENT.length]);
  const received = progress.map(([bytes]) => bytes);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
});

test("without size and checksum takes what the server has, replacing an old file and an old part", async () => {
  await get();
  await writeFile(file, "old");
  await writeFile(`${file}.part`, "left over");
  await download({ url, file });
  await expectComplete();
  expect(requests.at(-1)?.headers.range).toBeUndefined();
});

test("goes on where the connection broke off, asking for the same content", async () => {
  script = [breakOffAfter(120_000)];
  await get();
  await expectComplete();
  expect(requests).toHaveLength(2);
  expect(requests[1]?.headers).toMatchObject({ "if-range": ETAG });
  const start = Number(/^bytes=(\d+)-$/.exec(requests[1]?.headers.range ?? "")?.[1]);
  expect(start).toBeGreaterThan(0);
  expect(start).toBeLessThanOrEqual(120_000);
});

test("starts anew where the content changed between two tries", async () => {
  const changed: RequestListener = (request, response) => {
    expect(request.headers["if-range"]).toBe('"other"');
    serve(request, response);
  };
  script = [
    (_request, response) => {
      response.writeHead(200, { etag: '"other"', "content-length": CONTENT.length });
      response.write(Buffer.alloc(50_000), () => setImmediate(() => response.destroy()));
    },
    changed,
  ];
  await get();
  await expectComplete();
});

test("goes on in a later run, and hashes what was there", async () => {
  script = [breakOffAfter(120_000), status(500), status(503)];
  const error = await failure(get());
  expect(error).toMatchObject({ code: "network" });
  expect(error.message).toContain("the server answered 503");
  const kept = (await readFile(`${file}.part`)).length;
  expect(kept).toBeGreaterThan(0);
  await get();
  await expectComplete();
  expect(requests.at(-1)?.headers.range).toBe(`bytes=${kept}-`);
});

test("a server that ignores Range is taken from its beginning", async () => {
  const whole: RequestListener = (_request, response) => {
    response.writeHead(200, { "content-length": CONTENT.length }).end(CONTENT);
  };
  script = [breakOffAfter(120_000), whole];
  await get();
  await expectComplete();
});

test("a server that sends another range than asked for is not believed", async () => {
  script = [
    breakOffAfter(120_000),
    (_request, response) => {
      response.writeHead(206, {
        "content-range": `bytes 7-299999/300000`,
        "content-length": 299_993,
      });
      response.end(CONTENT.subarray(7));
    },
  ];
  await get();
  await expectComplete();
});

test("connections that each bring something are not counted as failures", async () => {
  const some: RequestListener = (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "bytes=0-")?.[1]);
    response.writeHead(start > 0 ? 206 : 200, {
      "content-range": `bytes ${start}-${CONTENT.length - 1}/${CONTENT.length}`,
      "content-length": CONTENT.length - start,
    });
    response.write(CONTENT.subarray(start, start + 30_000), () =>
      setImmediate(() => response.destroy()),
    );
  };
  script = Array.from({ length: 8 }, () => some);
  await get({ retries: 1 });
  await expectComplete();
});

test("a server that says less than it has: the catalogue's size counts", async () => {
  script = [
    (_request, response) => {
      response.writeHead(200, { "content-length": 100_000 }).end(CONTENT.subarray(0, 100_000));
    },
  ];
  await get();
  await expectComplete();
  expect(requests[1]?.headers.range).toBe("bytes=100000-");
});

test("a server that says more than it has is tried again, then given up", async () => {
  const liar: RequestListener = (_request, response) => {
    response.writeHead(200, { "content-length": CONTENT.length + 10 });
    response.write(CONTENT, () => setImmediate(() => response.destroy()));
  };
  script = Array.from({ length: 50 }, () => liar); // a try that got farther than those before is counted anew
  const error = await failure(get({ size: CONTENT.length + 10 }));
  expect(error.code).toBe("network");
});

test("a server that says more than it has gives the whole where the size is known", async () => {
  script = [
    (_request, response) => {
      response.writeHead(200, { "content-length": CONTENT.length + 10 });
      response.write(CONTENT, () => setImmediate(() => response.destroy()));
    },
  ];
  await get();
  await expectComplete();
});

test("more than the expected size is refused and deleted", async () => {
  const error = await failure(get({ size: 100 }));
  expect(error.code).toBe("mismatch");
  expect(error.message).toContain("more than the expected 100 bytes");
  expect(existsSync(`${file}.part`)).toBe(false);
});

test("a wrong checksum deletes the part and names both sums", async () => {
  const wrong = "0".repeat(32);
  const error = await failure(get({ md5: wrong }));
  expect(error.code).toBe("mismatch");
  expect(error.message).toContain(wrong);
  expect(error.message).toContain(MD5);
  expect(existsSync(file)).toBe(false);
  expect(existsSync(`${file}.part`)).toBe(false);
});

test("a server that stalls is left after the timeout, one that is slow is not", async () => {
  script = [
    (_request, response) => {
      response.writeHead(200, { "content-length": CONTENT.length });
      response.write(CONTENT.subarray(0, 1000));
    },
    async (_request, response) => {
      response.writeHead(206, {
        "content-range": `bytes 1000-${CONTENT.length - 1}/${CONTENT.length}`,
        "content-length": CONTENT.length - 1000,
      });
      for (let at = 1000; at < CONTENT.length; at += 30_000) {
        response.write(CONTENT.subarray(at, at + 30_000));
        await delay(40);
      }
      response.end();
    },
  ];
  await get({ stallMilliseconds: 500 });
  await expectComplete();
  expect(requests).toHaveLength(2);
});

test("a server that never answers fails after the retries, saying why", async () => {
  const silent: RequestListener = () => {};
  script = [silent, silent, silent];
  const error = await failure(get({ stallMilliseconds: 50 }));
  expect(error.code).toBe("network");
  expect(error.message).toContain("failed after 3 tries: nothing arrived for 0.05 s");
});

test("404 is not tried again", async () => {
  script = [status(404)];
  const error = await failure(get());
  expect(error.code).toBe("network");
  expect(error.message).toContain("the server answered 404 Not Found");
  expect(requests).toHaveLength(1);
});

test("429 and 5xx are tried again", async () => {
  script = [status(429), status(503)];
  await get();
  await expectComplete();
  expect(requests).toHaveLength(3);
});

test("416 for a part that is complete is the end", async () => {
  await get();
  await writeFile(`${file}.part`, CONTENT);
  await download({ url, file, md5: MD5, backoffMilliseconds: 5 });
  await expectComplete();
  expect(requests.at(-1)?.headers.range).toBe(`bytes=${CONTENT.length}-`);
});

test("416 for a part longer than what the server has starts anew", async () => {
  await get();
  await writeFile(`${file}.part`, Buffer.alloc(CONTENT.length + 5));
  await download({ url, file, md5: MD5, backoffMilliseconds: 5 });
  await expectComplete();
});

test("a connection that is refused is a network error with the system's reason", async () => {
  server.close();
  const error = await failure(get());
  expect(error.code).toBe("network");
  expect(error.message).toContain("ECONNREFUSED");
});

test("an abort keeps the part", async () => {
  const controller = new AbortController();
  script = [
    (_request, response) => {
      response.writeHead(200, { "content-length": CONTENT.length });
      response.write(CONTENT.subarray(0, 1000));
    },
  ];
  const error = await failure(
    get({ signal: controller.signal, onProgress: () => controller.abort() }),
  );
  expect(error.code).toBe("interrupted");
  expect((await readFile(`${file}.part`)).length).toBe(1000);
});

test.skipIf(process.platform !== "linux")("a full disk is cannot-write", async () => {
  file = join(folder, "full.zip");
  await symlink("/dev/full", `${file}.part`);
  const error = await failure(get());
  expect(error.code).toBe("cannot-write");
  expect(error.message).toContain("the disk is full");
});

test("a folder that cannot be written is cannot-write", async () => {
  const blocker = join(folder, "blocker");
  await writeFile(blocker, "");
  await chmod(blocker, 0o444);
  file = join(blocker, "corpus.zip");
  expect((await failure(get())).code).toBe("cannot-write");
  expect(requests).toHaveLength(0);
});
