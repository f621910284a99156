export default { worker: { format: "es" }, build: { outDir: "out/vite" } };
