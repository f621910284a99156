/**
 * The Content-Security-Policy of the web page (`web/`): it asks nobody but its own server, and runs no script but its own. WebAssembly is
 * signal processing, decoders and ONNX Runtime; `blob:` is the sound that is played.
 */
export const WEB_PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
