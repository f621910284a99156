// the workers that extract features of several files have dynamic imports
export default { worker: { format: "es" } };
