import { expect, test } from "vitest";
import { MICROPHONE_WORKLET, microphone } from "./microphone.ts";

/** Iterates until so many samples are there. */
async function collect(source: AsyncIterable<Float32Array>, length: number): Promise<number[]> {
  const samples: number[] = [];
  for await (const block of source) {
    samples.push(...block);
    if (samples.length >= length) break;
  }
  return samples;
}

test("the microphone's samples come in blocks, and leaving the loop frees it", async () => {
  const mic = await microphone();
  expect(mic.sampleRate).toBeGreaterThanOrEqual(8000);
  const samples = await collect(mic, 1.2 * mic.sampleRate);
  expect(Math.max(...samples)).toBeGreaterThan(0.01); // it beeps
  expect(mic.droppedSeconds).toBe(0);
  expect(await collect(mic, Infinity)).toEqual([]);
});

test("another sound is mixed to mono, by a worklet from an address, and stays the caller's", async () => {
  const context = new AudioContext();
  const left = new ConstantSourceNode(context, { offset: 0.5 });
  const right = new ConstantSourceNode(context, { offset: -0.1 });
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
  const target = context.createMediaStreamDestination();
  left.connect(merger, 0, 0);
  right.connect(merger, 0, 1);
  merger.connect(target);
  left.start();
  right.start();
  const { stream } = target;
  const worklet = `data:text/javascript,${encodeURIComponent(MICROPHONE_WORKLET)}`;
  const mic = await microphone({ stream, worklet });
  const samples = await collect(mic, mic.sampleRate / 2);
  expect(samples.at(-1)).toBeCloseTo(0.2, 3);
  expect(stream.getTracks()[0]!.readyState).toBe("live");
  await context.close();
});

test("a signal stops it", async () => {
  const controller = new AbortController();
  const mic = await microphone({ signal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  await collect(mic, Infinity);
  const options = { signal: controller.signal };
  await expect(microphone(options)).rejects.toMatchObject({ code: "interrupted" });
});

test("a device that is unplugged ends the samples", async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const mic = await microphone({ stream });
  const [track] = stream.getTracks();
  setTimeout(() => {
    // as a browser does when the device is gone; `stop` alone has no event
    track!.stop();
    track!.dispatchEvent(new Event("ended"));
  }, 500);
  const samples = await collect(mic, Infinity);
  expect(samples.length).toBeGreaterThan(0);
});

test("a page without a microphone is told so", async () => {
  const constraints = { deviceId: { exact: "none" } };
  await expect(microphone({ constraints })).rejects.toMatchObject({
    code: "unsupported",
    message: expect.stringMatching(/^microphone: /),
  });
});
