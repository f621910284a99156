import { type Command, Option } from "commander";
import { type PcmOptions, pcmOptions } from "../../audio/pcm/raw-pcm.ts";
import { assertArgument } from "../../errors.ts";
import { addOptions } from "./from-schema.ts";
import { wholeNumber } from "./options.ts";

/** Options of samples without a header. */
export interface RawOptions extends Omit<PcmOptions, "sampleRate"> {
  readonly rate?: number;
}

/** `--rate`, `--encoding`, `--channels`, `--raw`. */
export function withRawAudio(to: Command): Command {
  to.addOption(
    new Option(
      "--rate <hz>",
      "read the input as raw samples without a header, at this rate",
    ).argParser(wholeNumber(1)),
  );
  return addOptions(to, pcmOptions, { names: ["encoding", "channels", "raw"] });
}

/** The description of raw samples, if the input is some. @throws {AffektError} `invalid-argument` for options of them without a rate. */
export function pcmOf({ rate, encoding, channels, raw }: RawOptions): PcmOptions | undefined {
  const further = { encoding, channels, raw };
  if (rate !== undefined) return { sampleRate: rate, ...further };
  assertArgument(
    Object.values(further).every((one) => one === undefined),
    "--encoding, --channels and --raw need --rate, the rate of raw samples",
  );
  return undefined;
}
