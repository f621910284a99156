import { join } from "node:path";
import type { Command } from "commander";
import { assertArgument } from "../../errors.ts";
import { sharedFolder } from "../../node/queue/open-store.ts";
import { complete } from "../../options/check.ts";
import { readBytes } from "../../node/files/file.ts";
import { hashOfKey, newApiKey, parseKeyHashes } from "../../server/access/api-keys.ts";
import { logLine } from "../../server/request-log.ts";
import { SERVER_OPTIONS } from "../../server/server-options.ts";
import { startServer } from "../../server/start-server.ts";
import { addOptions, optionsIn } from "../options/from-schema.ts";
import { withQueue } from "../options/pool-options.ts";
import { command, withJobs } from "../options/options.ts";
import { print } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/interrupt.ts";

interface Options {
  readonly model?: readonly string[];
  readonly apiKeys?: string;
  readonly newApiKey?: true;
  readonly quiet?: true;
  readonly jobs: number;
  readonly redis?: string;
  readonly queue: string;
  readonly store?: string;
}

/** `affekt serve`: answers predictions over HTTP. */
export function serveCommand(): Command {
  const base = command(
    "serve",
    "answer predictions over HTTP and WebSocket",
    `affekt serve --port 8080
curl --data-binary @hello.wav http://127.0.0.1:8080/v1/predict
affekt serve --model mine.onnx --host 0.0.0.0 --api-keys keys.txt
affekt serve --redis redis://host:6379 --store /mnt/affekt`,
  );
  const use = "share timelines with the other servers of this Redis";
  return addOptions(withQueue(withJobs(base), { use }), SERVER_OPTIONS)
    .option(
      "--model <file>",
      "a model, or the name of one that ships; several times for several (default: default)",
      (file: string, all: readonly string[] | undefined) => [...(all ?? []), file],
    )
    .option("--api-keys <file>", "only answer to API keys whose SHA-256 is a line of the file")
    .option("--new-api-key", "print a new API key and the line for --api-keys, and end")
    .option("--quiet", "do not log requests")
    .action(run);
}

async function run(options: Options): Promise<void> {
  if (options.newApiKey) {
    const key = newApiKey();
    print(`key: ${key}\nline for --api-keys: ${hashOfKey(key)}`);
    return;
  }
  const { apiKeys, redis: url, queue, store = sharedFolder() } = options;
  assertArgument(
    !store.startsWith("s3://"),
    "--store: servers share recordings through a folder, not a bucket; give one that all of them see",
  );
  const settings = complete(SERVER_OPTIONS, optionsIn(SERVER_OPTIONS, { ...options }), "serve");
  const server = await startServer(settings, {
    models: options.model ?? ["default"],
    jobs: options.jobs,
    ...(url !== undefined && {
      shared: { url, queue, folder: join(store, "timelines") },
    }),
    keyHashes:
      apiKeys === undefined
        ? undefined
        : parseKeyHashes(new TextDecoder().decode(await readBytes(apiKeys)), apiKeys),
    log: options.quiet ? () => {} : (entry) => process.stderr.write(`${logLine(entry)}\n`),
  });
  print(`listening on ${server.url}`);
  await untilInterrupted();
  await server.close();
}
