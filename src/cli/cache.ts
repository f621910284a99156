import { Command } from "commander";
import { CacheDatabase, type CacheFacts } from "../node/cache/cache-database.ts";
import { command, type CommonOptions } from "./options/options.ts";
import { warn } from "./terminal/warning.ts";

/** `affekt cache`: what is kept of features that were extracted. */
export function cacheCommand(): Command {
  return new Command("cache")
    .description("show and clear the features that are kept")
    .helpCommand(false)
    .addCommand(
      command("info", "what is kept, where, and how much of it", "affekt cache info").action(info),
    )
    .addCommand(
      command("clear", "throw all kept features away; corpora stay", "affekt cache clear").action(
        clear,
      ),
    );
}

function info({ json }: CommonOptions): void {
  const facts = withDatabase((database) => database.facts());
  process.stdout.write(`${json ? JSON.stringify(facts) : describe(facts)}\n`);
}

function clear({ json }: CommonOptions): void {
  const facts = withDatabase((database) => {
    const before = database.facts();
    database.clear();
    return before;
  });
  const cleared = { file: facts.file, recordings: recordingsOf(facts) };
  process.stdout.write(
    json
      ? `${JSON.stringify(cleared)}\n`
      : `threw away the features of ${cleared.recordings} recordings in ${cleared.file}\n`,
  );
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
