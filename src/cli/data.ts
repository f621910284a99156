import { existsSync } from "node:fs";
import { Command } from "commander";
import { CATALOG, type CatalogEntry, downloadUrl } from "../corpora/catalog.ts";
import { checkRecordings } from "../corpora/check.ts";
import { AffektError } from "../errors.ts";
import { download } from "../node/download.ts";
import { inspectRecordings } from "../node/inspect-recordings.ts";
import { corpusFile, openSources } from "../node/sources.ts";
import { createPool } from "../node/worker-pool.ts";
import { formatDataReport } from "./data-report.ts";
import { interruptible } from "./interrupt.ts";
import { command, type CommonOptions, withJobs } from "./options.ts";
import { Progress } from "./progress.ts";

/** `affekt data`: what corpora there are, fetching one, and looking a source over before training on it. */
export function dataCommand(): Command {
  const downloadable = CATALOG.filter(({ url }) => url !== undefined).map(({ name }) => name);
  return new Command("data")
    .description("list and download corpora, check recordings")
    .addCommand(
      withJobs(
        command(
          "check",
          "count recordings by label and find what is odd about them",
          "affekt data check ravdess-sample\naffekt data check my-recordings/ --json > report.json",
        ),
      )
        .argument("<source...>", "folders, zips, manifests, files or names of corpora")
        .action(check),
    )
    .addCommand(
      command(
        "get",
        "download a corpus into the cache folder; what breaks off goes on where it stopped",
        "affekt data get ravdess --song\naffekt evaluate ravdess",
      )
        .argument("<name>", `one of ${downloadable.join(", ")}`)
        .option("--song", "with ravdess: its song recordings, too")
        .option("--url <base>", "a mirror's folder instead of the original's")
        .action(get),
    )
    .addCommand(
      command("list", "the corpora that commands know by name", "affekt data list").action(list),
    );
}

async function check(
  names: readonly string[],
  options: CommonOptions & { jobs: number },
): Promise<void> {
  const sources = await openSources(names);
  const pool = createPool({ jobs: options.jobs });
  try {
    const { recordings, problems } = sources;
    const progress = new Progress("check");
    const inspected = await inspectRecordings(recordings, pool, (done) =>
      progress.show(done, recordings.length),
    );
    progress.end(`${recordings.length} recordings`);
    const report = checkRecordings(inspected, problems);
    process.stdout.write(options.json ? toJson(report) : formatDataReport(report));
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
  options: CommonOptions & { song?: true; url?: string },
): Promise<void> {
  const names = options.song && name === "ravdess" ? [name, "ravdess-song"] : [name];
  const entries = names.map(findEntry);
  await interruptible(async (signal) => {
    for (const entry of entries) await getEntry(entry, options.url, signal);
  });
  const files = entries.map((entry) => ({ name: entry.name, file: corpusFile(entry) }));
  process.stdout.write(
    options.json ? toJson(files) : files.map(({ file }) => `${file}\n`).join(""),
  );
}

async function getEntry(
  entry: CatalogEntry,
  base: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { name, title, licence, citation, size, md5 } = entry;
  const file = corpusFile(entry);
  const url = downloadUrl(entry, base);
  if (url === undefined) {
    throw new AffektError(
      "invalid-argument",
      `${name} comes with the repository and is not downloaded`,
    );
  }
  if (existsSync(file)) {
    process.stderr.write(`${name} is already here\n`);
    return;
  }
  process.stderr.write(`${title}\nLicence: ${licence}\nPlease cite: ${citation}\n`);
  const progress = new Progress(`${name}, MB`);
  await download({
    url,
    file,
    signal,
    ...(size !== undefined && { size }),
    ...(md5 !== undefined && { md5 }),
    onProgress: (received, total = received) =>
      progress.show(megabytes(received), megabytes(total)),
  });
  progress.end("downloaded and verified");
}

function list(options: CommonOptions): void {
  const corpora = CATALOG.map((entry) => ({ ...entry, here: existsSync(corpusFile(entry)) }));
  process.stdout.write(
    options.json ? toJson(corpora) : corpora.map((corpus) => `${describe(corpus)}\n`).join(""),
  );
}

function describe({
  name,
  title,
  size,
  licence,
  here,
}: CatalogEntry & { readonly here: boolean }): string {
  const download = size === undefined ? "not here" : `${megabytes(size)} MB to download`;
  return `${name.padEnd(16)}${title}; ${licence}; ${here ? "here" : download}`;
}

function findEntry(name: string): CatalogEntry {
  const entry = CATALOG.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  const names = CATALOG.map((one) => one.name).join(", ");
  throw new AffektError("not-found", `there is no corpus ${name} to download; there are ${names}`);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
