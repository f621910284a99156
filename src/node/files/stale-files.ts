import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A name for a temporary file beside a file, with the number of this process in it. */
export function temporaryNameBeside(file: string): string {
  return `${file}.${process.pid}.${randomUUID()}.tmp`;
}

/** A prefix for a temporary folder, with the number of this process in it. */
export function temporaryFolderPrefix(): string {
  return `affekt-${process.pid}-`;
}

/** Removes temporary files beside a file that processes left which run no more. */
export async function removeStaleFiles(file: string): Promise<void> {
  const folder = dirname(file);
  const name = basename(file);
  const names = await readdir(folder).catch(() => []);
  for (const one of names) {
    if (!one.startsWith(`${name}.`) || !one.endsWith(".tmp")) continue;
    const [, pid] = /^\.(\d+)\.[0-9a-f-]{36}\.tmp$/.exec(one.slice(name.length)) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, one), { force: true });
  }
}

/** Removes temporary folders that processes left which run no more. */
export async function removeStaleFolders(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const one of names) {
    const [, pid] = /^affekt-(\d+)-[A-Za-z0-9]{6}$/.exec(one) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    await rm(join(folder, one), { recursive: true, force: true }).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // a process of another user
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
