// native code, threads and the model's file stay in node_modules
export default { serverExternalPackages: ["affekt"] };
