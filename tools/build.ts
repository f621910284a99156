// Builds the files that are not in the repository: the WebAssembly kernels as a module, and dist/ with compiled JavaScript and types.
// node tools/build.ts [--kernels-only] [--outDir DIR]
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build, type Plugin } from "rolldown";

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

/** Compiles the package: modules with their types, the browser's half as one file, and the web page. */
async function buildPackage(dist: string): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  run("typescript/bin/tsc", ["-p", "tsconfig.build.json", "--outDir", dist]);
  chmodSync(join(dist, "cli/main.js"), 0o755);
  const { MICROPHONE_WORKLET } = (await import(
    pathToFileURL(join(dist, "browser/microphone.js")).href
  )) as { readonly MICROPHONE_WORKLET: string };
  writeFileSync(join(dist, "microphone-worklet.js"), MICROPHONE_WORKLET);
  // a script to be loaded by its address: it exports nothing
  writeFileSync(join(dist, "microphone-worklet.d.ts"), "export {};\n");
  const { version } = JSON.parse(
    readFileSync(join(root, "node_modules/onnxruntime-web/package.json"), "utf8"),
  ) as { readonly version: string };
  await build({
    input: join(dist, "entries/cdn.js"),
    cwd: root,
    platform: "browser",
    // the staged package has no node_modules of its own
    resolve: { modules: [join(root, "node_modules")] },
    transform: { define: { ONNXRUNTIME_WEB_VERSION: JSON.stringify(version) } },
    plugins: [PAGE_DOCUMENT],
    output: { file: join(dist, "affekt.js"), minify: true, codeSplitting: false },
  });
  run("vite/bin/vite.js", [
    "build",
    "--config",
    "web/vite.config.ts",
    "--outDir",
    join(dist, "web"),
    "--logLevel",
    "warn",
  ]);
}

/** A page has a document for the report's charts: linkedom would be a third of the file. */
const PAGE_DOCUMENT: Plugin = {
  name: "page-document",
  resolveId: (id) => (id === "linkedom/worker" ? "page-document" : undefined),
  load: (id) => (id === "page-document" ? "export const parseHTML = () => globalThis;" : undefined),
};

const {
  values: { outDir, "kernels-only": kernelsOnly },
} = parseArgs({
  options: { outDir: { type: "string" }, "kernels-only": { type: "boolean" } },
});
buildKernels();
if (!kernelsOnly) await buildPackage(outDir ?? join(root, "dist"));
