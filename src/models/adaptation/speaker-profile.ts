import * as v from "valibot";
import { AffektError } from "../../errors.ts";
import { complete } from "../../options/check.ts";
import { described, group, integer, list, number, optional } from "../../options/schema.ts";
import type { SpeakerStatistics } from "./speaker-adaptation.ts";

/** The version of profiles that this version of Affekt reads and writes. */
const VERSION = 1;

/** What a model knows of a speaker, as plain data for JSON: statistics of a voice, no audio and no name. */
export interface SpeakerProfile extends SpeakerStatistics {
  readonly speakerProfile: number;
  /** Tells the model that the profile belongs to, by the hash of its weights. */
  readonly model: string;
}

const MOST_VALUES = 2 ** 24;
const values = (what: string) =>
  list(number({ text: what }), { minLength: 1, maxLength: MOST_VALUES, text: what });

const PROFILE = group({
  speakerProfile: integer({ min: VERSION, max: VERSION, text: "version" }),
  model: described(
    v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
    { text: "hash" },
    "16 hexadecimal digits",
  ),
  clips: integer({ min: 0, text: "clips" }),
  shift: values("shift"),
  spread: list(number({ above: 0, text: "spread" }), {
    minLength: 1,
    maxLength: MOST_VALUES,
    text: "spread",
  }),
  kernel: optional(values("kernel")),
});

/** The profile of a speaker for a model of a hash. */
export function profileOf(statistics: SpeakerStatistics, model: string): SpeakerProfile {
  return { speakerProfile: VERSION, model, ...statistics };
}

/** The sizes of the model that a profile is for. */
export interface ProfiledModel {
  readonly hash: string;
  readonly columns: number;
  readonly classes: number;
}

/**
 * Checks what is given as the profile of a speaker. `owner` names it in messages.
 * @throws {AffektError} `unreadable` for what is no profile; `mismatch` for that of another model.
 */
export function checkProfile(
  given: unknown,
  { hash, columns, classes }: ProfiledModel,
  owner: string,
): SpeakerProfile {
  const profile = parsed(given, owner);
  if (profile.model !== hash) {
    throw new AffektError(
      "mismatch",
      `${owner}: the profile belongs to another model (${profile.model}, this one is ${hash}); make it again with affekt calibrate`,
    );
  }
  const { shift, spread, kernel } = profile;
  if (
    shift.length !== columns ||
    spread.length !== columns ||
    (kernel !== undefined && kernel.length !== columns * classes)
  ) {
    throw new AffektError(
      "unreadable",
      `${owner}: the profile of a speaker is damaged: it must have ${columns} values; make it again with affekt calibrate`,
    );
  }
  return profile;
}

function parsed(given: unknown, owner: string): SpeakerProfile {
  try {
    return complete(PROFILE, given, owner);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AffektError(
      "unreadable",
      `${reason}; take the profile of a speaker that affekt calibrate wrote`,
      { cause },
    );
  }
}
