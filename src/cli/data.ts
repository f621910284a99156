import { existsSync } from "node:fs";
import { Command } from "commander";
import { CATALOG } from "../corpora/catalog.ts";
import { AffektError } from "../errors.ts";
import { checkSources } from "../node/check-sources.ts";
import { getCorpus } from "../node/downloads/get-corpus.ts";
import { corpusFile } from "../node/sources/corpus-file.ts";
import { formatDataReport } from "./data-report.ts";
import { confirm } from "./terminal/confirm.ts";
import { interruptible } from "./terminal/interrupt.ts";
import { print, printJson, writeData } from "./terminal/output.ts";
import { say } from "./terminal/warning.ts";
import {
  command,
  type CommonOptions,
  labelOptionsOf,
  withJobs,
  withLabelOptions,
} from "./options/options.ts";
import { Progress } from "./terminal/progress.ts";

/** `affekt data`: lists and downloads corpora, and checks recordings. */
export function dataCommand(): Command {
  const others = CATALOG.filter(({ from }) => from.kind !== "shipped").map(({ name }) => name);
  return new Command("data")
    .description("list and download corpora, check recordings for problems")
    .helpCommand(false)
    .addCommand(
      withLabelOptions(
        withJobs(
          command(
            "check",
            "count recordings by label and check them for problems",
            "affekt data check ravdess-sample\naffekt data check my-recordings/ --json > report.json",
          ),
        ),
      )
        .argument("<source...>", "folders, zips, manifests, files or names of corpora")
        .action(check),
    )
    .addCommand(
      command(
        "get",
        "download a corpus into the cache folder, or show how to get it; resumes interrupted downloads",
        "affekt data get ravdess --song\naffekt evaluate ravdess\naffekt data get crema-d",
      )
        .argument("<name>", `one of ${others.join(", ")}`)
        .option("--song", "with ravdess: also its song recordings")
        .option("--url <base>", "download from this folder of a mirror")
        .option("--yes", "accept the licence and download without asking")
        .action(get),
    )
    .addCommand(
      command("list", "list the corpora that commands know by name", "affekt data list").action(
        list,
      ),
    );
}

async function check(
  names: readonly string[],
  options: CommonOptions & { readonly jobs: number },
): Promise<void> {
  const progress = new Progress("check");
  const report = await interruptible((signal) =>
    checkSources(names, {
      jobs: options.jobs,
      labels: labelOptionsOf(options),
      onProgress: (done, all) => progress.show(done, all),
      signal,
    }),
  );
  progress.end(`${report.recordings} recordings`);
  if (options.json) await writeData([toJson(report)]);
  else print(formatDataReport(report));
  const first = report.findings[0];
  if (report.duration === undefined && first !== undefined) {
    throw new AffektError(
      "unreadable",
      `none of the ${report.recordings} recordings could be read; the first: ${first.path}: ${first.reason}`,
    );
  }
}

async function get(
  name: string,
  options: CommonOptions & { song?: true; url?: string; yes?: true },
): Promise<void> {
  const names = options.song && name === "ravdess" ? [name, "ravdess-song"] : [name];
  const files: { name: string; file: string }[] = [];
  await interruptible(async (signal) => {
    for (const one of names) {
      files.push({ name: one, file: await getOne(one, options, signal) });
    }
  });
  if (options.json) await writeData([toJson(files)]);
  else print(files.map(({ file }) => file).join("\n"));
}

async function getOne(
  name: string,
  { url, yes }: { readonly url?: string; readonly yes?: true },
  signal: AbortSignal,
): Promise<string> {
  let progress: Progress | undefined;
  const file = await getCorpus(name, {
    ...(url !== undefined && { url }),
    signal,
    onStart: async ({ title, licence, citation }) => {
      say(`${title}\nLicence: ${licence}\nPlease cite: ${citation}`);
      if (!yes) await confirm(`Download ${name} under this licence?`, signal);
      progress = new Progress(`${name}, MB`);
    },
    onProgress: (received, total = received) =>
      progress?.show(megabytes(received), megabytes(total)),
  });
  if (progress === undefined) say(`${name} is already here`);
  else progress.end("downloaded and verified");
  return file;
}

function list(options: CommonOptions): void {
  const corpora = corporaHere();
  if (options.json) printJson(corpora);
  else print(corpora.map(describe).join("\n"));
}

function corporaHere() {
  return CATALOG.map(({ from, ...entry }) => ({
    ...entry,
    ...from,
    here: from.kind !== "by hand" && existsSync(corpusFile(from)),
  }));
}

function describe(corpus: ReturnType<typeof corporaHere>[number]): string {
  const { name, title, licence } = corpus;
  return `${name.padEnd(16)}${title}; ${licence}; ${availabilityOf(corpus)}`;
}

function availabilityOf(corpus: ReturnType<typeof corporaHere>[number]): string {
  if (corpus.here) return "here";
  if (corpus.kind === "by hand") return `by hand, see ${corpus.page}`;
  if (corpus.kind === "shipped") return "not here";
  return corpus.size === undefined ? "to download" : `${megabytes(corpus.size)} MB to download`;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
