// Builds what the checkout does not hold: the WebAssembly kernels as a module, and dist/ with compiled JavaScript and types.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(script: string, args: string[]): void {
  execFileSync(process.execPath, [join(root, "node_modules", script), ...args], {
    cwd: root,
    stdio: "inherit",
  });
}

function buildKernels(): void {
  const folder = mkdtempSync(join(tmpdir(), "affekt-kernels-"));
  const file = join(folder, "kernels.wasm");
  run("assemblyscript/bin/asc.js", [
    "assembly/index.ts",
    "-o",
    file,
    "--runtime",
    "stub",
    "--noAssert",
    "-O3",
    "--enable",
    "simd",
  ]);
  const base64 = readFileSync(file).toString("base64");
  rmSync(folder, { recursive: true });
  const target = join(root, "src/math/kernels.generated.ts");
  const text = `/** The kernels of assembly/, compiled by tools/build.ts: a WebAssembly module in base64. */\nexport const KERNELS =\n  "${base64}";\n`;
  if (!existsSync(target) || readFileSync(target, "utf8") !== text) writeFileSync(target, text);
}

buildKernels();
if (!process.argv.includes("--kernels-only")) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  run("typescript/bin/tsc", ["-p", "tsconfig.build.json"]);
  chmodSync(join(root, "dist/cli/main.js"), 0o755);
}
