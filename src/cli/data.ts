import { existsSync } from "node:fs";
import { Command } from "commander";
import { CATALOG, type CatalogEntry } from "../corpora/catalog.ts";
import { AffektError } from "../errors.ts";
import { checkSources } from "../node/check-sources.ts";
import { getCorpus } from "../node/downloads/get-corpus.ts";
import { corpusFile } from "../node/sources/sources.ts";
import { formatDataReport } from "./data-report.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { command, type CommonOptions, withJobs } from "./options/options.ts";
import { Progress } from "./terminal/progress.ts";

/** `affekt data`: what corpora there are, fetching one, and looking a source over before training on it. */
export function dataCommand(): Command {
  const downloadable = CATALOG.filter(({ url }) => url !== undefined).map(({ name }) => name);
  return new Command("data")
    .description("list and download corpora, check recordings")
    .helpCommand(false)
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
  const progress = new Progress("check");
  const report = await checkSources(names, {
    jobs: options.jobs,
    onProgress: (done, all) => progress.show(done, all),
  });
  progress.end(`${report.recordings} recordings`);
  process.stdout.write(options.json ? toJson(report) : formatDataReport(report));
  const first = report.findings[0];
  if (report.duration === undefined && first !== undefined) {
    throw new AffektError(
      "unreadable",
      `none of the ${report.recordings} recordings could be read; the first: ${first.path}: ${first.detail}`,
    );
  }
}

async function get(
  name: string,
  options: CommonOptions & { song?: true; url?: string },
): Promise<void> {
  const names = options.song && name === "ravdess" ? [name, "ravdess-song"] : [name];
  const files: { name: string; file: string }[] = [];
  await interruptible(async (signal) => {
    for (const one of names) {
      files.push({ name: one, file: await getOne(one, options.url, signal) });
    }
  });
  process.stdout.write(
    options.json ? toJson(files) : files.map(({ file }) => `${file}\n`).join(""),
  );
}

async function getOne(name: string, url: string | undefined, signal: AbortSignal): Promise<string> {
  let progress: Progress | undefined;
  const file = await getCorpus(name, {
    ...(url !== undefined && { url }),
    signal,
    onStart: ({ title, licence, citation }) => {
      process.stderr.write(`${title}\nLicence: ${licence}\nPlease cite: ${citation}\n`);
      progress = new Progress(`${name}, MB`);
    },
    onProgress: (received, total = received) =>
      progress?.show(megabytes(received), megabytes(total)),
  });
  if (progress === undefined) process.stderr.write(`${name} is already here\n`);
  else progress.end("downloaded and verified");
  return file;
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

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
