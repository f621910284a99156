// The browser's half as one file, for pages without a bundler: `tools/build.ts` writes `dist/affekt.js`.

import { setModelFiles } from "../browser/model-files.ts";
import { setStartWorker } from "../browser/start-worker.ts";
import { webRuntime } from "../browser/web-runtime.ts";

/** Put in by the build. */
declare const ONNXRUNTIME_WEB_VERSION: string;

export * from "./browser.ts";
export * from "./mic.ts";

// CDNs of npm have the other package beside this one, which is at .../affekt, .../affekt@1.2.3 or .../affekt@1.2.3/dist/affekt.js;
// elsewhere the .wasm file and the models are expected beside the script
const [, packages, own] =
  /^(.*\/)(affekt(?:@[^/]*)?)(?:\/dist\/affekt\.js)?$/.exec(import.meta.url) ?? [];
const beside = new URL(".", import.meta.url).href;
const models = packages === undefined ? beside : `${packages}${own}/models/`;
setModelFiles({
  encoder: new URL(`${models}encoder.onnx`),
  model: new URL(`${models}default.onnx`),
});
webRuntime({
  wasmPaths:
    packages === undefined ? beside : `${packages}onnxruntime-web@${ONNXRUNTIME_WEB_VERSION}/dist/`,
});

// a worker's own script must come from the page's origin, but may import this file
setStartWorker(() => {
  const code = `import { serveWorker } from ${JSON.stringify(import.meta.url)}; serveWorker();`;
  const script = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  return new Worker(script, { type: "module" });
});
