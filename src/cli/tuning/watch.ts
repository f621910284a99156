import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { AddressInfo } from "node:net";
import type { Command } from "commander";
import { AffektError } from "../../errors.ts";
import { reasonOf } from "../../node/files/file.ts";
import { readStudy, type StudyContents } from "../../node/studies/study-contents.ts";
import { percent } from "../../report/percent.ts";
import { outerInWords } from "../../report/tables/study-tables.ts";
import { command, type CommonOptions, wholeNumber } from "../options/options.ts";
import { interruptible } from "../terminal/interrupt.ts";
import { print } from "../terminal/output.ts";
import { say } from "../terminal/warning.ts";
import { studyHtml } from "./study-html.ts";

const INTERVAL = 1000;
const REFRESH_SECONDS = 5;

interface Options extends CommonOptions {
  readonly port?: number;
}

/** `affekt study watch`: follows a study while it runs, in the terminal and as a page. */
export function watchCommand(): Command {
  return command(
    "watch",
    "follow a study while it runs: a line for each change, and with --port a page of this computer",
    "affekt study watch study.sqlite --port 8080",
  )
    .argument("<study>", "a study's file")
    .option(
      "--port <n>",
      "show the study at http://localhost:<n>; 0 for any free one",
      wholeNumber(0, 65_535),
    )
    .action(run);
}

async function run(file: string, { port }: Options): Promise<void> {
  readStudy(file);
  await interruptible(async (signal) => {
    const server = port === undefined ? undefined : await serve(file, port);
    try {
      let last = "";
      while (!signal.aborted) {
        const study = readStudy(file);
        const line = stateOf(study);
        if (line !== last) print(line);
        last = line;
        if (study.outer !== undefined && server === undefined) return;
        await delay(INTERVAL, undefined, { signal }).catch(() => {});
      }
    } finally {
      server?.close();
      server?.closeAllConnections();
    }
  });
}

function stateOf({ request, searches, trials, best, outer }: StudyContents): string {
  const ended = trials.filter(({ state }) => state !== "running").length;
  const folds = best.map(({ fold, inner }) => `${fold}: ${percent(inner)}`).join(", ");
  const end = outer === undefined ? "" : ` ${outerInWords(outer)}`;
  return `${ended} trials of ${request.trials} in each of ${searches.length} folds so far; best inner UAR by fold ${folds}.${end}`;
}

async function serve(file: string, port: number): Promise<Server> {
  const server = createServer((_, response) => void answer(file, response));
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (cause) {
    throw new AffektError("network", `port ${port}: ${reasonOf(cause)}`, { cause });
  }
  say(`the study is at http://localhost:${(server.address() as AddressInfo).port}`);
  return server;
}

async function answer(file: string, response: ServerResponse): Promise<void> {
  const [status, text] = await pageOf(file);
  response.writeHead(status, { "content-type": "text/html; charset=utf-8" });
  response.end(text);
}

async function pageOf(file: string): Promise<readonly [status: number, text: string]> {
  try {
    return [200, await studyHtml(readStudy(file), { refreshSeconds: REFRESH_SECONDS })];
  } catch (error) {
    return [500, reasonOf(error)];
  }
}
