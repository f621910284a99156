import { emotionFromWord, sortEmotions } from "../emotions.ts";
import { speakerId } from "../labels.ts";
import type { Duplicates } from "./duplicates.ts";
import type { RecordingIdentity } from "../recording.ts";
import type { InspectedRecording } from "./inspection.ts";

/** Doubts about recordings as a whole, the one that matters most first. */
export function noteDoubts(
  recordings: readonly InspectedRecording[],
  duplicates: readonly Duplicates[],
): string[] {
  return [
    ...noteDuplicates(recordings, duplicates),
    ...noteSpeakers(recordings),
    ...noteFolders(recordings),
  ];
}

/** Doubts about the speakers of recordings. */
export function noteSpeakers(recordings: readonly RecordingIdentity[]): string[] {
  return [
    ...noteOneEmotion(recordings),
    ...noteSharedSpeakers(recordings),
    ...noteFewSpeakers(recordings),
  ];
}

function noteDuplicates(
  recordings: readonly InspectedRecording[],
  duplicates: readonly Duplicates[],
): string[] {
  const extra = duplicates.reduce((sum, { paths }) => sum + paths.length - 1, 0);
  if (extra * 10 < recordings.length) return [];
  return [
    `${extra} of ${recordings.length} recordings are duplicates of others: scores on a split that does not keep them together are too good`,
  ];
}

/** Speakers of whom there is one emotion only: a model may learn the voice in place of the emotion. */
function noteOneEmotion(recordings: readonly RecordingIdentity[]): string[] {
  const emotions = new Map<string, Set<string>>();
  for (const recording of recordings) {
    const id = speakerId(recording);
    if (id === undefined || recording.emotion === undefined) continue;
    const own = emotions.get(id) ?? new Set();
    emotions.set(id, own.add(recording.emotion));
  }
  const single = [...emotions.values()].filter(({ size }) => size === 1).length;
  if (single === 0 || emotions.size < 2) return [];
  return [
    `${single} of ${emotions.size} speakers say one emotion only: a model may learn their voices in the place of the emotion`,
  ];
}

/** Folders named for an emotion: spellings that differ in more than case, and files that their folder contradicts. */
function noteFolders(recordings: readonly InspectedRecording[]): string[] {
  const named = recordings.flatMap(({ path, emotion, speaker }) => {
    const folder = path.split("/").at(-2) ?? "";
    const rest =
      speaker !== undefined && folder.startsWith(speaker) ? folder.slice(speaker.length) : folder;
    const meant = emotionFromWord(rest);
    const word = rest.toLowerCase().replace(/[^\p{L}]/gu, "");
    return meant === undefined ? [] : [{ path, emotion, folder, word, meant }];
  });
  const spellings = sortEmotions(named.map(({ meant }) => meant)).flatMap((emotion) => {
    const own = named.filter(({ meant }) => meant === emotion);
    if (new Set(own.map(({ word }) => word)).size < 2) return [];
    const folders = [...new Set(own.map(({ folder }) => folder))];
    return [`folders write ${emotion} in several ways: ${folders.join(", ")}`];
  });
  const contradictions = named.filter(
    ({ emotion, meant }) =>
      emotion !== undefined && (emotionFromWord(emotion) ?? emotion) !== meant,
  );
  const byPair = new Map<string, string[]>();
  for (const { path, emotion, meant } of contradictions) {
    const pair = `the folder says ${meant}, the label ${emotion}`;
    byPair.set(pair, [...(byPair.get(pair) ?? []), path]);
  }
  return [
    ...spellings,
    ...[...byPair].map(([pair, [first, ...others]]) =>
      others.length === 0 ? `${first}: ${pair}` : `${first} and ${others.length} more: ${pair}`,
    ),
  ];
}

function noteSharedSpeakers(recordings: readonly RecordingIdentity[]): string[] {
  const sources = new Map<string, Set<string>>();
  for (const recording of recordings) {
    const id = speakerId(recording);
    if (id !== undefined) sources.set(id, (sources.get(id) ?? new Set()).add(recording.source));
  }
  const shared = [...sources].filter(([, { size }]) => size > 1).map(([id]) => id);
  if (shared.length === 0) return [];
  const [speakers, belong] =
    shared.length === 1 ? ["speaker is", "belongs"] : ["speakers are", "belong"];
  return [
    `${shared.length} ${speakers} in more than one source and ${belong} on one side of a split: ${shared.join(", ")}`,
  ];
}

function noteFewSpeakers(recordings: readonly RecordingIdentity[]): string[] {
  const byCorpus = new Map<string | undefined, Set<string>>();
  for (const { corpus, speaker } of recordings) {
    const speakers = byCorpus.get(corpus) ?? new Set();
    byCorpus.set(corpus, speaker === undefined ? speakers : speakers.add(speaker));
  }
  return [...byCorpus].flatMap(([corpus, { size }]) =>
    size === 0 || size > 3
      ? []
      : [
          `${corpus === undefined ? "" : `${corpus}: `}only ${size} speaker${size === 1 ? "" : "s"}: a speaker-independent score on it means little`,
        ],
  );
}
