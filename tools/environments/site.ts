import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** A web server on this machine. */
export interface Site {
  /** With the name `localhost`, so that `127.0.0.1` is another origin. */
  readonly origin: string;
  /** The same server as another origin, as a CDN is. */
  readonly otherOrigin: string;
  close(): void;
}

/**
 * Serves files by the first folder whose path a request begins with, or texts. Pages may run no script but those of their own origin, of
 * the other one, WebAssembly, and what `scripts` adds in the words of a content security policy.
 */
export async function serve(
  folders: Readonly<Record<string, string>>,
  textsOf: (otherOrigin: string) => Readonly<Record<string, string>>,
  scripts = "",
): Promise<Site> {
  const texts = new Map<string, string>();
  const server = createServer(({ url = "/" }, response) => {
    const path = normalize(new URL(url, "http://localhost").pathname);
    const prefix = Object.keys(folders).find((one) => path.startsWith(one));
    const file = prefix === undefined ? "" : join(folders[prefix]!, path.slice(prefix.length));
    response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("content-security-policy", policy);
    const text = texts.get(path);
    if (text !== undefined) response.end(text);
    else if (existsSync(file) && statSync(file).isFile()) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const otherOrigin = `http://127.0.0.1:${port}`;
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${otherOrigin} 'wasm-unsafe-eval' ${scripts}`,
    `connect-src 'self' ${otherOrigin}`,
    `worker-src 'self' blob: ${otherOrigin}`,
  ].join("; ");
  for (const [path, text] of Object.entries(textsOf(otherOrigin))) texts.set(path, text);
  return { origin: `http://localhost:${port}`, otherOrigin, close: () => server.close() };
}
