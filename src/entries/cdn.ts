// The browser's half as one file, for pages without a bundler: `tools/build.ts` writes `dist/affekt.js`.

import { setModelFiles } from "../browser/model-files.ts";
import { setStartWorker } from "../browser/start-worker.ts";
import { webRuntime } from "../browser/web-runtime.ts";

/** Put in by the build. */
declare const ONNXRUNTIME_WEB_VERSION: string;

export * from "./browser.ts";

// where CDNs of npm have the other package, beside this one: affekt@1.2.3/dist/affekt.js
const folder = `../../onnxruntime-web@${ONNXRUNTIME_WEB_VERSION}/dist/`;
setModelFiles({
  encoder: new URL("../models/encoder.onnx", import.meta.url),
  model: new URL("../models/default.onnx", import.meta.url),
});
webRuntime({ wasmPaths: new URL(folder, import.meta.url).href });

// a worker's own script must come from the page's origin, but may import this file
setStartWorker(() => {
  const code = `import { serveWorker } from ${JSON.stringify(import.meta.url)}; serveWorker();`;
  const script = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  return new Worker(script, { type: "module" });
});
