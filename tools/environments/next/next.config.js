import { dirname } from "node:path";

export default {
  serverExternalPackages: ["affekt"],
  turbopack: { root: dirname(import.meta.dirname) },
};
