/** Recordings of clips to play, as `data:` addresses by `clipKey`. */
export type PlayableClips = ReadonlyMap<string, string>;

/** The number of errors that a report lists. */
export const LISTED_ERRORS = 12;
