import { AffektError, loadModel } from "affekt";

let loading;

export async function POST(request) {
  try {
    const model = await (loading ??= loadModel());
    const bytes = new Uint8Array(await request.arrayBuffer());
    return Response.json(await model.predictAudio(bytes, { maxSeconds: 60 }));
  } catch (error) {
    if (!(error instanceof AffektError)) throw error;
    return Response.json(error, { status: 422 });
  }
}
