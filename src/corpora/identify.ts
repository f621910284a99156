import { AffektError } from "../errors.ts";
import { asvpEsd } from "./schemes/asvp-esd.ts";
import { type Corpus, fileStem, type NamedLabels } from "./schemes/corpus.ts";
import { cremaD } from "./schemes/crema-d.ts";
import { emoDb } from "./schemes/emo-db.ts";
import { emotionFromWord } from "./emotions.ts";
import { esd } from "./schemes/esd.ts";
import { iemocap } from "./schemes/iemocap.ts";
import type { Labels } from "./labels.ts";
import { meld } from "./schemes/meld.ts";
import { mspPodcast } from "./schemes/msp-podcast.ts";
import type { Problem } from "./problem.ts";
import { ravdess } from "./schemes/ravdess.ts";
import { savee } from "./schemes/savee.ts";
import { tess } from "./schemes/tess.ts";

/** The corpora whose file names are known. */
export const CORPORA: readonly Corpus[] = [
  ravdess,
  cremaD,
  tess,
  emoDb,
  savee,
  iemocap,
  mspPodcast,
  meld,
  asvpEsd,
  esd,
];

/** The labels that a path tells. */
export interface PathLabels extends Labels {
  readonly take?: string;
  /** Fields of a pattern that are no labels. */
  readonly columns?: Readonly<Record<string, string>>;
}

/** The labels of a source's paths. */
export interface PathsLabels {
  /** One a path, in their order; empty where the path tells nothing. */
  readonly labels: readonly PathLabels[];
  /** Names that do not fit, and names that were understood in spite of a slip. */
  readonly problems: readonly Problem[];
}

/**
 * Labels recordings by their file names as corpora have them. The corpora's schemes exclude each other, so each name tells its corpus by
 * itself and a folder may mix them. Where more than half of the names are a corpus', the others are problems. A file whose name tells
 * nothing gets the emotion that its folder is named for.
 */
export function labelsOfPaths(paths: readonly string[]): PathsLabels {
  const named = paths.map(namingOf);
  const corpus = mainCorpus(named);
  const problems = paths.flatMap((path, i): Problem[] => {
    const naming = named[i] ?? (corpus && attempt(corpus, path));
    if (!(naming instanceof AffektError)) {
      return naming?.remark === undefined ? [] : [{ path, reason: naming.remark }];
    }
    if (emotionOfFolder(path) !== undefined) return [];
    return [{ path, reason: naming.message.replace(`${fileStem(path)}: `, "") }];
  });
  const labels = paths.map((path, i): PathLabels => {
    const naming = named[i];
    const emotion = naming?.labels.emotion ?? emotionOfFolder(path);
    return {
      ...naming?.labels,
      ...(emotion !== undefined && { emotion }),
      ...(naming && { take: takeOf(naming) }),
    };
  });
  return { labels, problems };
}

function takeOf({ labels: { corpus }, take }: NamedLabels): string {
  return `${corpus}/${take}`;
}

/** The emotion that the deepest folder named for one tells, such as `sad` for `data/01Sad/x.wav`. */
function emotionOfFolder(path: string): string | undefined {
  return path
    .split("/")
    .slice(0, -1)
    .toReversed()
    .map(emotionFromWord)
    .find((emotion) => emotion !== undefined);
}

/** The corpus of more than half of the paths; the most frequent one where they are of several. */
function mainCorpus(named: readonly (NamedLabels | undefined)[]): Corpus | undefined {
  const known = named.filter((one) => one !== undefined);
  if (known.length * 2 <= named.length) return undefined;
  const frequency = (corpus: Corpus): number =>
    known.filter(({ labels }) => labels.corpus === corpus.name).length;
  return CORPORA.reduce((a, b) => (frequency(b) > frequency(a) ? b : a));
}

/** The labels by the first corpus that has such names. */
function namingOf(path: string): NamedLabels | undefined {
  for (const corpus of CORPORA) {
    const naming = attempt(corpus, path);
    if (!(naming instanceof AffektError)) return naming;
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
