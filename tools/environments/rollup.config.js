import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";

export default {
  input: ["page.js", "worker.js"],
  output: { dir: "out/rollup" },
  plugins: [nodeResolve({ browser: true }), commonjs()],
};
