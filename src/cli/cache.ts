import { Command } from "commander";
import { CacheDatabase, type CacheFacts } from "../node/cache/cache-database.ts";
import { command, type CommonOptions } from "./options/options.ts";
import { print, printJson } from "./terminal/output.ts";
import { warn } from "./terminal/warning.ts";

/** `affekt cache`: inspects and clears the feature cache. */
export function cacheCommand(): Command {
  return new Command("cache")
    .description("inspect or clear the feature cache")
    .helpCommand(false)
    .addCommand(
      command(
        "info",
        "show the location, size and contents of the cache",
        "affekt cache info",
      ).action(info),
    )
    .addCommand(
      command(
        "clear",
        "remove all cached features; downloaded corpora stay",
        "affekt cache clear",
      ).action(clear),
    );
}

function info({ json }: CommonOptions): void {
  const facts = withDatabase((database) => database.facts());
  if (json) printJson(facts);
  else print(describe(facts));
}

function clear({ json }: CommonOptions): void {
  const facts = withDatabase((database) => {
    const before = database.facts();
    database.clear();
    return before;
  });
  const cleared = { file: facts.file, recordings: recordingsOf(facts) };
  if (json) printJson(cleared);
  else print(`removed the features of ${cleared.recordings} recordings from ${cleared.file}`);
}

function withDatabase<T>(use: (database: CacheDatabase) => T): T {
  const database = CacheDatabase.open(warn);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function recordingsOf({ contents }: CacheFacts): number {
  return contents.reduce((sum, { recordings }) => sum + recordings, 0);
}

function describe({ file, size, limit, contents }: CacheFacts): string {
  return [
    `${file}: ${megabytes(size)} on disk, at most ${megabytes(limit)} of features (AFFEKT_CACHE_SIZE)`,
    ...contents.map(
      (one) => `${one.features}: ${one.recordings} recordings, ${megabytes(one.size)}`,
    ),
  ].join("\n");
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
