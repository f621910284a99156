import { setTimeout as delay } from "node:timers/promises";
import { throwIfAborted } from "../../../parallel/interruption.ts";
import { StudyFile } from "../study-file.ts";
import { type HelpOptions, helpStudy } from "./help-study.ts";
import { StudyHost, type WorkerTaker } from "./study-host.ts";

/** How often a process looks for the one that writes, and for how long: that one may only just begin, or end. */
const LOOK_MILLISECONDS = 100;
const LOOKS = 100;

/** Options of `shareStudy`. */
export interface ShareOptions<Result> extends Omit<HelpOptions, "onFound"> {
  /** The workers of this process, which those of others are added to while it writes. */
  readonly pool: WorkerTaker;
  /** Whether the study in a file is the one that is meant; false while that is not known. @throws for another one */
  readonly isSame: (study: StudyFile) => boolean;
  /** Notes in a file which study it is, or makes sure that it is the one that is meant. @throws for another one */
  readonly identify: (study: StudyFile) => void;
  /** Called when this process begins to work for another one. */
  readonly onJoin: () => void;
  /** Runs the study, in the one process that writes it. */
  readonly work: (study: StudyFile) => Promise<Result>;
}

/**
 * Runs a study in as many processes of this machine as are started. One writes it; the others work for it, and one of them takes over when it
 * ends before the study is complete. Returns the result where this process wrote last, undefined in the others.
 * @throws the errors of `isSame` and `work`; {AffektError} `interrupted`; `cannot-write` where a process writes it that takes nobody in or is
 * another user's, or where something else has the name of its socket.
 */
export async function shareStudy<Result>(
  file: string,
  options: ShareOptions<Result>,
): Promise<Result | undefined> {
  const { signal, isSame, onJoin } = options;
  for (let looks = 0; ; looks++) {
    throwIfAborted(signal);
    const study = looks < LOOKS ? StudyFile.openUnlessWritten(file) : StudyFile.open(file);
    if (study !== undefined) return host(study, options);
    if (isReady(file, isSame)) {
      const end = await helpStudy(file, { ...options, onFound: onJoin });
      if (end === "complete") return undefined;
      if (end === "gone") looks = 0;
    }
    await delay(LOOK_MILLISECONDS, undefined, { signal }).catch(() => {});
  }
}

/** Whether the process that writes a file has begun the study. */
function isReady(file: string, isSame: (study: StudyFile) => boolean): boolean {
  let study: StudyFile;
  try {
    study = StudyFile.read(file);
  } catch {
    // it is only just being made
    return false;
  }
  using read = study;
  return isSame(read);
}

async function host<Result>(
  study: StudyFile,
  { pool, identify, work }: ShareOptions<Result>,
): Promise<Result> {
  using own = study;
  identify(own);
  await using others = await StudyHost.open(own.file, pool);
  const result = await work(own);
  others?.complete();
  return result;
}
