import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { webPageFiles } from "../../node/web-page.ts";
import { affekt } from "../command-line.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "affekt-page-command-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files = webPageFiles();

test.skipIf(files.size === 0)(
  "affekt page writes all files of the page (npm run build makes it)",
  async () => {
    const site = join(folder, "site");
    const { status, stdout } = await affekt(["page", site, "--json"], folder);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ folder: site, files: files.size });
    for (const path of files.keys()) expect(existsSync(join(site, path)), path).toBe(true);
    expect([...files.keys()].filter((path) => /\.(onnx|wasm)$/.test(path))).toHaveLength(3);
  },
);

test("a folder that cannot be made is told of", async () => {
  const { status, stderr } = await affekt(["page", "/dev/null/site"], folder);
  expect(status).toBe(3);
  expect(stderr).toMatch(/\/dev\/null\/site: |is not built/);
});
