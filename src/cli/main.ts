#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // whoever reads our output may stop reading
  if (error.code === "EPIPE") process.exit(0);
  const reason = error.code === "ENOSPC" ? "the disk is full" : error.message;
  process.stderr.write(`affekt: cannot write to standard output: ${reason}\n`);
  process.exit(3);
});
// nobody is left to be told
process.stderr.on("error", () => {});

process.exitCode = await runCommandLine(process.argv.slice(2));
