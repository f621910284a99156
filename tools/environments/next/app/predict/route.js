import { loadModel } from "affekt";

export const dynamic = "force-dynamic";

export async function GET() {
  const model = await loadModel("model.onnx");
  const { probabilities } = await model.predictFile("hello.wav");
  await model.release();
  return Response.json(probabilities);
}
