// The main process predicts, with the native runtime; the window asks it.
import { join } from "node:path";
import { loadModel } from "affekt/node";
import { app, BrowserWindow, ipcMain } from "electron";

const loading = loadModel();

ipcMain.handle("predict", async (_event, file) => (await loading).predictFile(file));

app.on("window-all-closed", () => app.quit());
await app.whenReady();
const window = new BrowserWindow({
  webPreferences: { preload: join(import.meta.dirname, "preload.cjs") },
});
await window.loadFile("index.html");
