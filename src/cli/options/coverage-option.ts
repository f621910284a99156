import { Option } from "commander";
import { numberIn } from "./options.ts";

/** `--coverage`: prediction sets beside the emotions. */
export function coverageOption(): Option {
  return new Option(
    "--coverage <share>",
    "also give the emotions that hold the true one with this probability, such as 0.9: a conformal prediction set over speakers",
  ).argParser(numberIn("between 0 and 1", (value) => value > 0 && value < 1));
}
