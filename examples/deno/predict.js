// npm install, then: deno task start hello.wav
import { loadModel } from "affekt";

const model = await loadModel();
for (const file of Deno.args) {
  const { emotion, probabilities } = await model.predictFile(file);
  console.log(JSON.stringify({ file, emotion, probabilities }));
}
await model.release();
