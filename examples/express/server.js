// npm start, then: curl --data-binary @hello.wav http://127.0.0.1:3000/predict
// One prediction at a time. For many at once, limits, keys and metrics there is `affekt serve`.
import { AffektError, loadModel } from "affekt";
import express from "express";

const model = await loadModel();
const app = express();

app.post(
  "/predict",
  express.raw({ type: () => true, limit: "20mb" }),
  async (request, response) => {
    try {
      response.json(await model.predictAudio(request.body, { maxSeconds: 60 }));
    } catch (error) {
      // silence, no speech, no audio: the caller's; anything else is ours
      if (!(error instanceof AffektError)) throw error;
      response.status(422).json(error);
    }
  },
);

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/predict`);
});
