import { describe, expect, test } from "vitest";
import { stateReason } from "./level.ts";
import { mixToMono, MonoMixer } from "./mix.ts";

const LEFT = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i / 7));
const RIGHT = Float32Array.from({ length: 1000 }, (_, i) => 0.5 * Math.cos(i / 11));
const OPPOSITE = LEFT.map((sample) => -sample);

test("the mean over channels, one of them, a single one as it is", () => {
  const channels = [LEFT, RIGHT];
  expect(mixToMono({ channels })).toEqual(LEFT.map((sample, i) => (sample + RIGHT[i]!) / 2));
  expect(mixToMono({ channels }, { channel: "left" })).toBe(LEFT);
  expect(mixToMono({ channels }, { channel: "right" })).toBe(RIGHT);
  expect(mixToMono({ channels: [LEFT] })).toBe(LEFT);
  expect(mixToMono({ channels: [LEFT] }, { channel: "left" })).toBe(LEFT);
  expect(mixToMono({ channels: [] })).toEqual(new Float32Array(0));
  const three = [LEFT, RIGHT, RIGHT];
  const mean = LEFT.map((sample, i) => (sample + RIGHT[i]! + RIGHT[i]!) / 3);
  expect(mixToMono({ channels: three })).toEqual(mean);
});

test("mono has no right channel", () => {
  expect(() => mixToMono({ channels: [LEFT] }, { channel: "right" })).toThrow(
    expect.objectContaining({
      code: "invalid-argument",
      message: "recording: is mono, so it has no right channel",
    }) as Error,
  );
});

describe("a mixer", () => {
  test.each([
    [1, ["channel 1"]],
    [2, ["left", "right"]],
    [3, ["channel 1", "channel 2", "channel 3"]],
  ])("gives each of %i channels", (channelCount, signals) => {
    const mixer = new MonoMixer({ channelCount, channel: "each" });
    const channels = [LEFT, RIGHT, OPPOSITE].slice(0, channelCount);
    expect(mixer.signals).toEqual(signals);
    expect(mixer.mix(channels)).toEqual(channels);
    expect(mixer.warnings).toEqual([]);
  });

  test("gives one signal without a name otherwise", () => {
    expect(new MonoMixer({ channelCount: 2 }).signals).toEqual([""]);
  });

  test.each([
    ["opposite channels", [LEFT, OPPOSITE], true],
    ["nearly opposite channels", [LEFT, OPPOSITE.map((sample) => sample * 0.9)], true],
    ["two pairs of opposite channels", [LEFT, OPPOSITE, RIGHT, RIGHT.map((x) => -x)], true],
    ["channels that have nothing to do with each other", [LEFT, RIGHT], false],
    ["equal channels", [LEFT, LEFT], false],
    ["one silent channel", [LEFT, new Float32Array(1000)], false],
    [
      "one of eight channels",
      [LEFT, ...Array.from({ length: 7 }, () => new Float32Array(1000))],
      false,
    ],
    ["silence", [new Float32Array(1000), new Float32Array(1000)], false],
  ])("notices that %s cancel out", (_, channels, cancels) => {
    const mixer = new MonoMixer({ channelCount: channels.length });
    for (const at of [0, 500]) mixer.mix(channels.map((channel) => channel.subarray(at, at + 500)));
    expect(mixer.cancels).toBe(cancels);
    expect(mixer.warnings).toEqual(
      cancels
        ? [
            "out of phase: the channels cancel out when mixed to mono; use one of them (--channel left)",
          ]
        : [],
    );
  });

  test("says nothing of channels that are used alone", () => {
    const mixer = new MonoMixer({ channelCount: 2, channel: "left" });
    expect(mixer.mix([LEFT, OPPOSITE])).toEqual([LEFT]);
    expect(mixer.warnings).toEqual([]);
  });
});

test("a clip that is silent for that reason says so", () => {
  const mixer = new MonoMixer({ channelCount: 2 });
  mixer.mix([LEFT, OPPOSITE]);
  expect(stateReason("silent", mixer.warnings)).toBe(
    "silent: out of phase: the channels cancel out when mixed to mono; use one of them (--channel left)",
  );
  expect(stateReason("silent", ["truncated: x"])).toBe("silent: its peak is under -70 dBFS");
  expect(stateReason("too-short", mixer.warnings)).toBe("too short: under 0.1 s");
});
