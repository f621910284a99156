import toAmplitude from "./db-to-amplitude.golden.json" with { type: "json" };
import toPower from "./db-to-power.golden.json" with { type: "json" };
import ofAmplitude from "./amplitude-to-db.golden.json" with { type: "json" };
import ofPower from "./power-to-db.golden.json" with { type: "json" };
import {
  amplitudeToDb,
  dbToAmplitude,
  dbToPower,
  type DecibelOptions,
  powerToDb,
} from "./decibel.ts";
import { magnitudesOf, testParity } from "../features/parity.fixture.ts";
import { magnitude, stft } from "./stft.ts";

testParity(ofPower, (samples, options: DecibelOptions) => {
  const power = magnitude(stft(samples), { power: 2 });
  return { ...power, data: powerToDb(power.data, options) };
});

testParity(ofAmplitude, (samples, options: DecibelOptions) => {
  const amplitude = magnitudesOf(samples, {});
  return { ...amplitude, data: amplitudeToDb(amplitude.data, options) };
});

testParity(toPower, (samples, options: { ref?: number }) => {
  const amplitude = magnitudesOf(samples, {});
  return { ...amplitude, data: dbToPower(amplitudeToDb(amplitude.data), options) };
});

testParity(toAmplitude, (samples, options: { ref?: number }) => {
  const amplitude = magnitudesOf(samples, {});
  return { ...amplitude, data: dbToAmplitude(amplitudeToDb(amplitude.data), options) };
});
