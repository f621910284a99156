import { loadModel } from "affekt";
import "affekt/mic";

const loading = loadModel();

document.querySelector("input").addEventListener("change", async ({ target }) => {
  const output = document.querySelector("output");
  try {
    const model = await loading;
    const { emotion } = await model.predictAudio(target.files[0]);
    output.textContent = emotion;
  } catch (error) {
    output.textContent = error.message;
  }
});
