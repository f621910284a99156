import { AffektError } from "../errors.ts";
import { type Corpus, fileStem, type NamedLabels } from "./corpus.ts";
import { cremaD } from "./crema-d.ts";
import { emoDb } from "./emo-db.ts";
import { ravdess } from "./ravdess.ts";
import type { Labels } from "./recording.ts";
import { tess } from "./tess.ts";

/** The corpora whose file names are known. */
export const CORPORA: readonly Corpus[] = [ravdess, cremaD, tess, emoDb];

/** What the paths of a source say of their recordings. */
export interface Identification {
  /** Whose names more than half of the paths are of, by the most frequent one; `undefined` for recordings of one's own. */
  readonly corpus: Corpus | undefined;
  /** One a path, in their order; empty where the name says nothing. */
  readonly labels: readonly Labels[];
  /** Names that do not fit the corpus, and names that were understood in spite of a slip. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Labels recordings by their names. The corpora's schemes exclude each other, so each name tells its corpus by itself
 * and a folder may mix them; where more than half of the names are a corpus', the others are problems.
 */
export function identifyCorpus(paths: readonly string[]): Identification {
  const named = paths.map(firstNaming);
  const frequency = (corpus: Corpus): number =>
    named.filter((one) => one?.labels.corpus === corpus.name).length;
  const known = named.filter((one) => one !== undefined).length;
  const corpus =
    known * 2 > paths.length
      ? CORPORA.reduce((a, b) => (frequency(b) > frequency(a) ? b : a))
      : undefined;
  const problems = paths.flatMap((path, i) => {
    const one = named[i] ?? (corpus && attempt(corpus, path));
    const reason =
      one instanceof AffektError ? one.message.replace(`${fileStem(path)}: `, "") : one?.remark;
    return reason === undefined ? [] : [{ path, reason }];
  });
  return { corpus, labels: named.map((one) => one?.labels ?? {}), problems };
}

/** By the first corpus whose name it is; what fails is not tried after that, for an error takes time to make. */
function firstNaming(path: string): NamedLabels | undefined {
  for (const corpus of CORPORA) {
    const result = attempt(corpus, path);
    if (isNamed(result)) return result;
  }
  return undefined;
}

function attempt(corpus: Corpus, path: string): NamedLabels | AffektError {
  try {
    return corpus.label(path);
  } catch (error) {
    if (error instanceof AffektError) return error;
    throw error;
  }
}

function isNamed(result: NamedLabels | AffektError): result is NamedLabels {
  return !(result instanceof AffektError);
}
