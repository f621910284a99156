import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { CATALOG, type CatalogEntry, downloadUrl } from "../corpora/catalog.ts";
import { checkRecordings } from "../corpora/check.ts";
import { AffektError } from "../errors.ts";
import { download } from "../node/download.ts";
import { inspectRecordings } from "../node/inspect-recordings.ts";
import { corpusFile, openSources } from "../node/sources.ts";
import { inspect, type InspectInput } from "../node/inspect-job.ts";
import type { Pool } from "../parallel.ts";
import { formatDataReport } from "./data-report.ts";

/** `affekt data`: what corpora there are, fetching one, and looking a source over before training on it. */
export function dataCommand(): Command {
  return new Command("data")
    .description("list and download corpora, check recordings")
    .addCommand(checkCommand())
    .addCommand(getCommand())
    .addCommand(listCommand());
}

function checkCommand(): Command {
  return new Command("check")
    .description("count recordings by label and find what is odd about them")
    .argument("<source...>", "folders, zips, manifests, files or names of corpora")
    .option("--json", "print the whole report as JSON")
    .option(
      "--jobs <n>",
      "how many recordings to decode at once",
      parseJobs,
      availableParallelism(),
    )
    .addHelpText(
      "after",
      "\nExample:\n  affekt data check ravdess-sample\n  affekt data check my-recordings/ --json > report.json",
    )
    .action(check);
}

function getCommand(): Command {
  return new Command("get")
    .description(
      "download a corpus into the cache folder; what breaks off goes on where it stopped",
    )
    .argument(
      "<name>",
      `one of ${downloadable()
        .map(({ name }) => name)
        .join(", ")}`,
    )
    .option("--song", "with ravdess: its song recordings, too")
    .option("--url <base>", "a mirror's folder instead of the original's")
    .option("--json", "print what was downloaded as JSON")
    .addHelpText("after", "\nExample:\n  affekt data get ravdess --song\n  affekt evaluate ravdess")
    .action(get);
}

function listCommand(): Command {
  return new Command("list")
    .description("the corpora that commands know by name")
    .option("--json", "print them as JSON")
    .addHelpText("after", "\nExample:\n  affekt data list")
    .action(list);
}

async function check(
  names: readonly string[],
  options: { json?: true; jobs: number },
): Promise<void> {
  const sources = await openSources(names);
  const pool = callingThread(options.jobs);
  try {
    const { recordings, problems } = sources;
    const inspected = await inspectRecordings(recordings, pool, (done) =>
      showProgress(`${done} of ${recordings.length} recordings`, done === recordings.length),
    );
    const report = checkRecordings(inspected, problems);
    process.stdout.write(
      options.json ? `${JSON.stringify(report, null, 2)}\n` : formatDataReport(report),
    );
    const first = report.findings[0];
    if (report.duration === undefined && first !== undefined) {
      throw new AffektError(
        "unreadable",
        `none of the ${recordings.length} recordings could be read; the first: ${first.path}: ${first.detail}`,
      );
    }
  } finally {
    await pool.close();
    await sources.close();
  }
}

async function get(
  name: string,
  options: { song?: true; url?: string; json?: true },
): Promise<void> {
  const names = options.song && name === "ravdess" ? [name, "ravdess-song"] : [name];
  const entries = names.map(findEntry);
  const interrupt = new AbortController();
  const onInterrupt = (): void => interrupt.abort();
  process.once("SIGINT", onInterrupt);
  try {
    for (const entry of entries) await getEntry(entry, options.url, interrupt.signal);
  } finally {
    process.removeListener("SIGINT", onInterrupt);
  }
  const files = entries.map((entry) => ({ name: entry.name, file: corpusFile(entry) }));
  process.stdout.write(
    options.json
      ? `${JSON.stringify(files, null, 2)}\n`
      : files.map(({ file }) => `${file}\n`).join(""),
  );
}

async function getEntry(
  entry: CatalogEntry,
  base: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const file = corpusFile(entry);
  const url = downloadUrl(entry, base);
  if (url === undefined) {
    throw new AffektError(
      "invalid-argument",
      `${entry.name} comes with the repository and is not downloaded`,
    );
  }
  if (existsSync(file)) {
    process.stderr.write(`${entry.name} is already here\n`);
    return;
  }
  process.stderr.write(
    `${entry.title}\nLicence: ${entry.licence}\nPlease cite: ${entry.citation}\n`,
  );
  const { size, md5 } = entry;
  await download({
    url,
    file,
    signal,
    ...(size !== undefined && { size }),
    ...(md5 !== undefined && { md5 }),
    onProgress: (received, total) =>
      showProgress(
        `${megabytes(received)} of ${total === undefined ? "?" : megabytes(total)} MB`,
        received === total,
      ),
  });
}

function list(options: { json?: true }): void {
  const corpora = CATALOG.map((entry) => ({ ...entry, here: existsSync(corpusFile(entry)) }));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(corpora, null, 2)}\n`);
    return;
  }
  for (const { name, title, size, licence, here } of corpora) {
    const place = here
      ? "here"
      : size === undefined
        ? "not here"
        : `${megabytes(size)} MB to download`;
    process.stdout.write(`${name.padEnd(16)}${title}; ${licence}; ${place}\n`);
  }
}

function findEntry(name: string): CatalogEntry {
  const entry = CATALOG.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  const names = downloadable().map((one) => one.name);
  throw new AffektError(
    "not-found",
    `there is no corpus ${name} to download; there are ${names.join(", ")}`,
  );
}

function downloadable(): CatalogEntry[] {
  return CATALOG.filter(({ url }) => url !== undefined);
}

function parseJobs(text: string): number {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return jobs;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

/** One line on a terminal, written over itself; nothing elsewhere. */
function showProgress(text: string, last: boolean): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}\u001b[K${last ? "\n" : ""}`);
}

function callingThread(size: number): Pool {
  return { size, run: (_job, input) => inspect(input as InspectInput), close: async () => {} };
}
