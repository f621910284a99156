export default {
  mode: "production",
  entry: "./page.js",
  output: { path: `${import.meta.dirname}/out/webpack` },
  optimization: { minimize: false }, // takes longest
  performance: { hints: false },
};
