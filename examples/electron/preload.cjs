const { contextBridge, ipcRenderer, webUtils } = require("electron");

contextBridge.exposeInMainWorld("affekt", {
  predict: (file) => ipcRenderer.invoke("predict", webUtils.getPathForFile(file)),
});
