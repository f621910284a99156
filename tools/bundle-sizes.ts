// The sizes of pages that Vite bundles with Affekt, minified, and packed by gzip: JavaScript without what is loaded when it is needed, and ONNX Runtime's .wasm file.
// npm run build && node tools/bundle-sizes.ts
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

const PAGES = {
  "a page that predicts": "loadModel",
  "a page that trains": "featureTable, recordingsOf, labelledClips, trainModel, encodeModel",
};
const library = fileURLToPath(new URL("../dist/entries/browser.js", import.meta.url));

for (const [page, names] of Object.entries(PAGES)) {
  const folder = mkdtempSync(join(tmpdir(), "affekt-bundle-"));
  const entry = join(folder, "page.js");
  writeFileSync(
    entry,
    `import { ${names} } from ${JSON.stringify(library)}; globalThis.page = { ${names} };`,
  );
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: "silent",
    build: { write: false, rolldownOptions: { input: entry } },
  });
  if (!("output" in result)) throw new Error("vite built something else than one bundle");
  rmSync(folder, { recursive: true });
  console.log(
    `${page}: ${sizes(firstLoaded(result.output))} of JavaScript, ${sizes(wasmOf(result.output))} of WebAssembly`,
  );
}

type Output = Rolldown.RolldownOutput["output"];

/** The entry and what it imports. */
function firstLoaded(output: Output): (string | Uint8Array)[] {
  const chunks = output.filter((file) => file.type === "chunk");
  const wanted = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  for (const name of wanted) {
    for (const one of chunks.find(({ fileName }) => fileName === name)?.imports ?? [])
      wanted.add(one);
  }
  return chunks.filter(({ fileName }) => wanted.has(fileName)).map(({ code }) => code);
}

function wasmOf(output: Output): (string | Uint8Array)[] {
  return output.flatMap((file) =>
    file.type === "asset" && file.fileName.endsWith(".wasm") ? file.source : [],
  );
}

function sizes(files: readonly (string | Uint8Array)[]): string {
  const sum = (size: (file: string | Uint8Array) => number): string =>
    (files.reduce((total, file) => total + size(file), 0) / 1000).toFixed(0);
  return `${sum((file) => Buffer.byteLength(file))} kB (${sum((file) => gzipSync(file).length)} kB packed)`;
}
