// Writes trials to a study's file as fast as it can, until it is killed. Arguments: the file, the number of trials.
import { createStudy } from "../../tuning/create-study.ts";
import { AffektError } from "../../errors.ts";
import { StudyFile } from "./study-file.ts";

const [file = "", trials = "0"] = process.argv.slice(2);
try {
  using studyFile = StudyFile.open(file);
  const study = await createStudy({
    space: { x: { type: "float", low: -1, high: 1 } },
    sampler: { name: "random" },
    store: studyFile.search("1"),
  });
  process.stdout.write("open\n");
  await study.optimize(
    async (trial) => {
      await trial.keep(new Uint8Array(1000));
      await trial.report(1, trial.number);
      await new Promise((resolve) => setTimeout(resolve, 2));
      return (trial.params["x"] as number) ** 2;
    },
    { trials: Number(trials) },
  );
} catch (error) {
  if (!(error instanceof AffektError)) throw error;
  process.stdout.write(`${error.code}\n${error.message}\n`);
  process.exitCode = 3;
}
