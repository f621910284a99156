import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ValueSpool } from "./value-spool.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "affekt-spool-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("values come back as often as they are asked for, in any order; no file is seen", async () => {
  const spool = await ValueSpool.open(join(folder, "table.npz"));
  const all = [[1.5, -0], [], [3e38, 1e-45, 7]].map((values) => Float32Array.from(values));
  const kept = all.map((values) => spool.write(values));
  expect(await readdir(folder)).toEqual([]);
  expect(kept.map(({ length }) => length)).toEqual([2, 0, 3]);
  expect(kept.toReversed().map((row) => row.slice())).toEqual(all.toReversed());
  expect(kept.map((row) => row.slice())).toEqual(all);
  spool.close();
  expect(() => spool.write(all[0]!)).toThrow("cannot write");
});

test.each([["/dev/null"], [undefined]])(
  "on the way to %s values lie in the system's folder",
  async (output) => {
    vi.stubEnv("TMPDIR", join(folder, "missing"));
    await expect(ValueSpool.open(output)).rejects.toMatchObject({ code: "cannot-write" });
    vi.unstubAllEnvs();
    (await ValueSpool.open(output)).close();
  },
);

test.runIf(process.platform === "linux")("a disk that takes no more ends the work", () => {
  const program = `
    import { ValueSpool } from ${JSON.stringify(new URL("value-spool.ts", import.meta.url))};
    const spool = await ValueSpool.open(${JSON.stringify(join(folder, "table.npz"))});
    try { for (let i = 0; i < 100; i++) spool.write(new Float32Array(10_000)); }
    catch (error) { console.log(error.code, error.message); }`;
  const node = [process.execPath, "--input-type=module", "-e", program];
  // a limit of files' sizes stands for a full disk
  const { stdout } = spawnSync("sh", ["-c", 'ulimit -f 1000; exec "$@"', "sh", ...node], {
    encoding: "utf8",
  });
  expect(stdout).toMatch(/^cannot-write cannot write .*table\.npz: EFBIG: file too large/);
});
