import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** The files of the package, or of one that it depends on, that the page loads under a name with a hash. */
const ELSEWHERE = {
  encoder: "models/encoder.onnx",
  default: "models/default.onnx",
  "ort-wasm-simd-threaded": "onnxruntime-web/ort-wasm-simd-threaded.wasm",
};

/**
 * After the build: takes the large files out of it, which are in the package already, and lists them in `elsewhere.json`; tells the service
 * worker what the other files are.
 */
export const offlineFiles: Plugin = {
  name: "affekt-offline-files",
  writeBundle: {
    order: "post",
    sequential: true,
    handler({ dir }) {
      const folder = dir!;
      const elsewhere: Record<string, string> = {};
      const manifest: { readonly url: string; readonly revision: string | null }[] = [];
      for (const path of filesOf(folder)) {
        const large = /^assets\/([\w-]+)-[\w-]{8}\.(?:onnx|wasm)$/.exec(path);
        if (large !== null) {
          elsewhere[path] = ELSEWHERE[large[1] as keyof typeof ELSEWHERE];
          rmSync(join(folder, path));
        } else if (path !== "service-worker.js" && path !== "elsewhere.json") {
          manifest.push({ url: path, revision: revisionOf(folder, path) });
        }
      }
      const worker = join(folder, "service-worker.js");
      const code = readFileSync(worker, "utf8");
      writeFileSync(worker, code.replace(/\bPRECACHE\b/, JSON.stringify(manifest)));
      writeFileSync(join(folder, "elsewhere.json"), `${JSON.stringify(elsewhere, undefined, 2)}\n`);
    },
  },
};

/** The hash of a file's content; null where its name has one. */
function revisionOf(folder: string, path: string): string | null {
  if (path.startsWith("assets/")) return null;
  return createHash("sha256")
    .update(readFileSync(join(folder, path)))
    .digest("hex")
    .slice(0, 16);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}
