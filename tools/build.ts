// Builds the files that are not in the repository: the WebAssembly kernels as a module, and dist/ with compiled JavaScript and types.
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
    "--bindings",
    "raw",
  ]);
  const base64 = readFileSync(file).toString("base64");
  const declarations = readFileSync(join(folder, "kernels.d.ts"), "utf8");
  rmSync(folder, { recursive: true });
  const target = join(root, "src/math/kernels.generated.ts");
  const text = `// Written by tools/build.ts from assembly/.

/** The kernels' WebAssembly module in base64. */
export const KERNELS =
  "${base64}";

/** The exports of that module. Pointers are byte offsets into its memory. */
export interface KernelExports {
${asMembers(declarations)}
}
`;
  if (!existsSync(target) || readFileSync(target, "utf8") !== text) writeFileSync(target, text);
}

/** The compiler's declarations of a module's exports as members of an interface. */
function asMembers(declarations: string): string {
  const [, exports] = /^declare namespace \w+ \{\n(.*?)\n\}/ms.exec(declarations)!;
  return exports!.replaceAll("export function ", "").replaceAll("export const ", "readonly ");
}

buildKernels();
if (!process.argv.includes("--kernels-only")) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  run("typescript/bin/tsc", ["-p", "tsconfig.build.json"]);
  chmodSync(join(root, "dist/cli/main.js"), 0o755);
}
