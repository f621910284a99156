import { join } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { CHROMIUM, chromiumLaunch, NO_CHROMIUM } from "./src/browser/chromium.fixture.ts";

/** The tests that run in headless Chromium, too: what they and their fixtures import must run there. */
const IN_BROWSER = ["src/math/*.test.ts", "src/{tuning,signal,features}/**/*.test.ts"];

/** Those that run only there. */
const ONLY_IN_BROWSER = [
  "src/browser/layers.test.ts",
  "src/browser/microphone.test.ts",
  "src/browser/nested-search.test.ts",
  "src/browser/training-memory.test.ts",
  "src/browser/web-runtime.test.ts",
  "src/browser/worker-pool.test.ts",
];

// Node strips types in WebAssembly. V8 now and then ends the process where a thread does so (in `TierUpWasmToJSWrapper`); what the cache has
// from the first process that loaded it need not be stripped again. It also saves a third of a process' start.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/node");

const projects: TestProjectInlineConfiguration[] = [
  {
    extends: true,
    test: {
      name: "node",
      include: ["src/**/*.test.ts", "tools/**/*.test.ts", "web/*.test.ts"],
      exclude: [...configDefaults.exclude, ...ONLY_IN_BROWSER],
    },
  },
];

if (CHROMIUM === undefined) console.warn(NO_CHROMIUM);
else {
  projects.push({
    extends: true,
    // it looks for its .wasm file beside its script
    optimizeDeps: { exclude: ["onnxruntime-web"] },
    // node_modules may be a link to another folder
    server: { fs: { strict: false } },
    test: {
      name: "chromium",
      include: [...IN_BROWSER, ...ONLY_IN_BROWSER],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: chromiumLaunch() }),
        instances: [{ browser: "chromium" }],
      },
    },
  });
}

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // some tests load ONNX Runtime themselves
    env: { ORT_DISABLE_TELEMETRY: "1" },
    projects,
  },
});
