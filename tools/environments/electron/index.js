// Stands for Electron, whose binary is not on npm, so that the main process of the example runs under Node.

/** What the main process answers the window. */
export const handlers = new Map();

export const app = { on: () => {}, quit: () => {}, whenReady: async () => {} };

export const ipcMain = { handle: (name, handler) => handlers.set(name, handler) };

export class BrowserWindow {
  async loadFile() {}
}
