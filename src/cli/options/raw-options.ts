import { type Command, Option } from "commander";
import { PCM_ENCODINGS, type PcmOptions } from "../../audio/pcm/raw-pcm.ts";
import { AffektError } from "../../errors.ts";
import { wholeNumber } from "./options.ts";

/** Options of samples without a header. */
export interface RawOptions {
  readonly rate?: number;
  readonly encoding?: PcmOptions["encoding"];
  readonly channels?: number;
}

/** `--rate`, `--encoding`, `--channels`. */
export function withRawAudio(to: Command): Command {
  return to
    .option(
      "--rate <hz>",
      "the input is raw samples without a header, at this rate",
      wholeNumber(1),
    )
    .addOption(
      new Option("--encoding <name>", "of raw samples (default: s16le)").choices(PCM_ENCODINGS),
    )
    .option("--channels <n>", "of raw samples, interleaved (default: 1)", wholeNumber(1));
}

/** What raw samples are, if there are any. Errors: `invalid-argument` for an encoding or channels without a rate. */
export function pcmOf({ rate, encoding, channels }: RawOptions): PcmOptions | undefined {
  if (rate === undefined) {
    if (encoding === undefined && channels === undefined) return undefined;
    throw new AffektError(
      "invalid-argument",
      "--encoding and --channels go with --rate, the rate of raw samples",
    );
  }
  return { sampleRate: rate, ...(encoding && { encoding }), ...(channels && { channels }) };
}
