// bun start, then: curl --data-binary @hello.wav http://127.0.0.1:3000/
import { AffektError, loadModel } from "affekt";

const model = await loadModel();

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: Number(process.env.PORT ?? 3000),
  maxRequestBodySize: 20_000_000,
  async fetch(request) {
    try {
      return Response.json(await model.predictAudio(await request.bytes(), { maxSeconds: 60 }));
    } catch (error) {
      if (!(error instanceof AffektError)) throw error;
      return Response.json(error, { status: 422 });
    }
  },
});
console.log(server.url.href);
