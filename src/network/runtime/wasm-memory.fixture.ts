/** Total size of the WebAssembly memories that are made from now on. Affekt's kernels make theirs when they are loaded. */
export function watchMemories(): { readonly bytes: number } {
  const made: WebAssembly.Memory[] = [];
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(Memory, [descriptor]: [{ initial: number }]) {
      const memory = new Memory(descriptor);
      made.push(memory);
      return memory;
    },
  });
  return {
    get bytes() {
      return made.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    },
  };
}
