import { AffektError, loadModel } from "affekt";

const MOST_BYTES = 20_000_000;

let loading;

export async function POST(request) {
  const bytes = await bodyOf(request);
  if (bytes === undefined) {
    return Response.json({ message: `at most ${MOST_BYTES} bytes` }, { status: 413 });
  }
  try {
    const model = await load();
    return Response.json(await model.predictAudio(bytes, { maxSeconds: 60 }));
  } catch (error) {
    if (!(error instanceof AffektError)) throw error;
    return Response.json(error, { status: 422 });
  }
}

/** The model, loaded once; after a failure the next request tries again. */
function load() {
  loading ??= loadModel().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** The body, read no further than the limit. */
async function bodyOf(request) {
  const pieces = [];
  let length = 0;
  for await (const piece of request.body ?? []) {
    length += piece.length;
    if (length > MOST_BYTES) return undefined;
    pieces.push(piece);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
