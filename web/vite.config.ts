// Builds the web page: `dist/web`, static files without the large ones that are in the package already (see `offline-files.ts`).
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";
import { MICROPHONE_WORKLET } from "../src/browser/microphone.ts";
import { PAGE_STYLE } from "../src/markup/page.ts";
import { WEB_PAGE_POLICY } from "../src/markup/page-policy.ts";
import { TIMELINE_STYLE } from "../src/timeline/page/page-style.ts";
import { offlineFiles } from "./offline-files.ts";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const wasm = createRequire(import.meta.url).resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm");
const downloads = [wasm, at("../models/encoder.onnx"), at("../models/default.onnx")];

/** The style that all pages of Affekt share, as a style sheet. */
const sharedStyle: Plugin = {
  name: "affekt-style",
  resolveId: (id) => (id === "virtual:affekt-style.css" ? "/affekt-style.css" : undefined),
  load: (id) => (id === "/affekt-style.css" ? PAGE_STYLE + TIMELINE_STYLE : undefined),
};

/** The policy of the page as a `meta` element, for servers that send no headers, and the script of the microphone. */
const policyAndMicrophone: Plugin = {
  name: "affekt-policy",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: WEB_PAGE_POLICY },
      injectTo: "head-prepend",
    },
  ],
  generateBundle() {
    this.emitFile({ type: "asset", fileName: "microphone.js", source: MICROPHONE_WORKLET });
  },
};

export default defineConfig({
  root: at("."),
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: {
    DOWNLOAD_BYTES: String(downloads.reduce((sum, file) => sum + statSync(file).size, 0)),
  },
  worker: { format: "es" },
  plugins: [sharedStyle, policyAndMicrophone, offlineFiles],
  build: {
    outDir: at("../dist/web"),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: { index: at("index.html"), "service-worker": at("src/service-worker.ts") },
      output: {
        entryFileNames: ({ name }) =>
          name === "service-worker" ? "service-worker.js" : "assets/[name]-[hash].js",
      },
    },
  },
});
