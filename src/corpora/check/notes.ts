import { emotionFromWord, sortEmotions } from "../emotions.ts";
import type { InspectedRecording } from "./inspection.ts";
import { speakerId } from "../recording.ts";

/** What is doubtful about recordings as a whole: their folders, speakers that sources share, too few speakers. */
export function noteDoubts(recordings: readonly InspectedRecording[]): string[] {
  return [
    ...noteFolders(recordings),
    ...noteSharedSpeakers(recordings),
    ...noteFewSpeakers(recordings),
  ];
}

/** Folders named for an emotion: several spellings of one, and files that their folder contradicts. */
function noteFolders(recordings: readonly InspectedRecording[]): string[] {
  const named = recordings.flatMap(({ path, emotion, speaker }) => {
    const folder = path.split("/").at(-2) ?? "";
    const written =
      speaker !== undefined && folder.startsWith(speaker) ? folder.slice(speaker.length) : folder;
    const meant = emotionFromWord(written);
    return meant === undefined ? [] : [{ path, emotion, folder, written, meant }];
  });
  const spellings = sortEmotions(named.map(({ meant }) => meant)).flatMap((emotion) => {
    const own = named.filter(({ meant }) => meant === emotion);
    return new Set(own.map(({ written }) => written)).size < 2
      ? []
      : [
          `folders write ${emotion} in several ways: ${[...new Set(own.map(({ folder }) => folder))].join(", ")}`,
        ];
  });
  const contradictions = named
    .filter(({ emotion, meant }) => emotion !== undefined && emotion !== meant)
    .map(({ path, emotion, meant }) => `${path}: the folder says ${meant}, the label ${emotion}`);
  return [...spellings, ...contradictions];
}

function noteSharedSpeakers(recordings: readonly InspectedRecording[]): string[] {
  const sources = Map.groupBy(
    recordings.filter((one) => speakerId(one) !== undefined),
    speakerId,
  );
  const shared = [...sources].filter(
    ([, own]) => new Set(own.map(({ source }) => source)).size > 1,
  );
  return shared.length === 0
    ? []
    : [
        `${shared.length} ${shared.length === 1 ? "speaker is" : "speakers are"} in more than one source and belong on one side of a split: ${shared.map(([id]) => id).join(", ")}`,
      ];
}

function noteFewSpeakers(recordings: readonly InspectedRecording[]): string[] {
  return [...Map.groupBy(recordings, ({ corpus }) => corpus)].flatMap(([corpus, own]) => {
    const speakers = new Set(own.flatMap(({ speaker }) => speaker ?? []));
    return speakers.size === 0 || speakers.size > 3
      ? []
      : [
          `${corpus === undefined ? "" : `${corpus}: `}only ${speakers.size} speaker${speakers.size === 1 ? "" : "s"}: a speaker-independent figure on it means little`,
        ];
  });
}
