#!/usr/bin/env node
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // whoever reads our output may stop reading
  if (error.code === "EPIPE") process.exit(0);
  const reason = error.code === "ENOSPC" ? "the disk is full" : error.message;
  process.stderr.write(`affekt: cannot write to standard output: ${reason}\n`);
  process.exit(3);
});
// nobody is left to be told
process.stderr.on("error", () => {});

// said before anything is loaded that an older Node does not have
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`affekt: needs Node 22.18 or newer, this is ${process.versions.node}\n`);
  process.exitCode = 3;
} else {
  const { runCommandLine } = await import("./command-line.ts");
  process.exitCode = await runCommandLine(process.argv.slice(2));
}
