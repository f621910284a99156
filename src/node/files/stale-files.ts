import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

/** Names this process among those of all machines and containers that may share a folder. */
function processName(): string {
  return `${hostname().replaceAll(/\W/g, "_")}-${process.pid}`;
}

/** A name for a temporary file beside a file, with the name of this process in it. */
export function temporaryNameBeside(file: string): string {
  return `${file}.${processName()}.${randomUUID()}.tmp`;
}

/** A prefix for a temporary folder, with the name of this process in it. */
export function temporaryFolderPrefix(): string {
  return `affekt-${processName()}-`;
}

/** Removes temporary files beside a file that processes of this machine left which run no more. */
export async function removeStaleFiles(file: string): Promise<void> {
  const folder = dirname(file);
  const name = basename(file);
  for (const one of await namesIn(folder)) {
    if (!one.startsWith(`${name}.`)) continue;
    const [, owner] = /^\.(\w+-\d+)\.[0-9a-f-]{36}\.tmp$/.exec(one.slice(name.length)) ?? [];
    if (isGone(owner)) await rm(join(folder, one), { force: true }).catch(() => {});
  }
}

/** Removes temporary folders in a folder that processes of this machine left which run no more. */
export async function removeStaleFolders(folder: string): Promise<void> {
  for (const one of await namesIn(folder)) {
    const [, owner] = /^affekt-(\w+-\d+)-[A-Za-z0-9]{6}$/.exec(one) ?? [];
    if (isGone(owner)) {
      await rm(join(folder, one), { recursive: true, force: true }).catch(() => {});
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** Whether a process of this machine is known not to run any more. */
function isGone(owner: string | undefined): boolean {
  const own = processName();
  const [host, pid] = owner?.split("-") ?? [];
  if (owner === own || host !== own.split("-")[0]) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    // EPERM: a process of another user
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}
