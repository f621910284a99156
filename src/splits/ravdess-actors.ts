import { AffektError } from "../errors.ts";
import type { SplitClip } from "./folds.ts";
import type { SpeakerSides } from "./speaker-sides.ts";

const RAVDESS_ACTORS = 24;

/** The test actors and validation actors of a fold. */
interface ActorFold {
  readonly test: readonly number[];
  readonly validation?: readonly number[];
}

/**
 * Published speaker-independent divisions of RAVDESS by actor: EmoBox (Ma et al., Interspeech 2024), Luna-Jiménez et al.
 * (Applied Sciences 12(1), 2022), and a single one with development actors.
 */
const ACTOR_FOLDS = {
  "emobox-6": [
    { test: [1, 11, 20, 21] },
    { test: [4, 10, 12, 14] },
    { test: [8, 9, 19, 23] },
    { test: [3, 5, 7, 24] },
    { test: [2, 15, 16, 18] },
    { test: [6, 13, 17, 22] },
  ],
  "luna-5": [
    { test: [2, 5, 14, 15, 16] },
    { test: [3, 6, 7, 13, 18] },
    { test: [10, 11, 12, 19, 20] },
    { test: [8, 17, 21, 23, 24] },
    { test: [1, 4, 9, 22] },
  ],
  fixed: [{ test: [21, 22, 23, 24], validation: [16, 17, 19, 20] }],
} as const satisfies Record<string, readonly ActorFold[]>;

/** The protocols that are lists of RAVDESS' actors. */
export const ACTOR_PROTOCOLS = [
  "emobox-6",
  "luna-5",
  "fixed",
] as const satisfies readonly (keyof typeof ACTOR_FOLDS)[];

/**
 * The folds of one of these protocols; absent actors become warnings.
 * @throws {AffektError} `bad-data` where clips are not of RAVDESS' actors `01` to `24`, or a fold has nothing to test or to train on.
 */
export function actorSides(
  clips: readonly SplitClip[],
  protocol: (typeof ACTOR_PROTOCOLS)[number],
  warnings: string[],
): SpeakerSides[] {
  const present = ravdessActors(clips, protocol);
  const ids = (actors: readonly number[] = []): Set<string> =>
    new Set(actors.flatMap((actor) => present.get(actorName(actor)) ?? []));
  return ACTOR_FOLDS[protocol].map((fold: ActorFold, f) => {
    const held = [...fold.test, ...(fold.validation ?? [])].map(actorName);
    const absent = held.filter((actor) => !present.has(actor));
    const sides = { name: `${f + 1}`, test: ids(fold.test), validation: ids(fold.validation) };
    const trainable = present.size - sides.test.size - sides.validation.size;
    if (sides.test.size === 0 || trainable === 0) {
      throw new AffektError(
        "bad-data",
        `${protocol}: fold ${sides.name} (test actors ${fold.test.map(actorName).join(" ")}) has no ${
          trainable === 0 ? "training" : "test"
        } clips, found only the actors ${[...present.keys()].sort().join(" ")}; use --protocol group-k or loso`,
      );
    }
    if (absent.length > 0) {
      warnings.push(`${protocol}, fold ${sides.name}: no clips of actors ${absent.join(" ")}`);
    }
    return sides;
  });
}

/** The `speakerId` of each actor among the clips, by name. */
function ravdessActors(clips: readonly SplitClip[], protocol: string): Map<string, string> {
  const actors = new Map<string, string>();
  for (const { corpus, speaker, speakerId } of clips) {
    if (speakerId === undefined) continue;
    if ((corpus !== undefined && corpus !== "ravdess") || !isActor(speaker)) {
      throw new AffektError(
        "bad-data",
        `${protocol} divides the actors 01 to ${RAVDESS_ACTORS} of RAVDESS, found speaker ${speaker ?? speakerId} of ${corpus ?? "an unknown corpus"}; use --protocol group-k for other recordings`,
      );
    }
    actors.set(speaker, speakerId);
  }
  return actors;
}

/** Whether all clips are of RAVDESS and every one of its actors is among them. */
export function isWholeRavdess(clips: readonly SplitClip[]): boolean {
  const actors = new Set(clips.map(({ speaker }) => speaker).filter(isActor));
  return actors.size === RAVDESS_ACTORS && clips.every(({ corpus }) => corpus === "ravdess");
}

function actorName(actor: number): string {
  return String(actor).padStart(2, "0");
}

function isActor(speaker: string | undefined): speaker is string {
  return speaker !== undefined && /^(0[1-9]|1\d|2[0-4])$/.test(speaker);
}
