/** A corpus that can be downloaded, or comes with the repository: what `affekt data list` shows. */
export interface CatalogEntry {
  /** The name that commands take as a source. */
  readonly name: string;
  readonly title: string;
  /** The file's name, in the cache folder or under `samples/`. */
  readonly file: string;
  /** Where the file is, without its name; absent for what the repository ships. */
  readonly url?: string;
  /** In bytes. */
  readonly size?: number;
  /** Hexadecimal. */
  readonly md5?: string;
  readonly recordings: number;
  readonly licence: string;
  readonly citation: string;
}

const RAVDESS = {
  url: "https://zenodo.org/records/1188976/files",
  licence: "CC BY-NC-SA 4.0",
  citation:
    "Livingstone SR, Russo FA (2018). The Ryerson Audio-Visual Database of Emotional Speech and Song (RAVDESS). PLoS ONE 13(5): e0196391. https://doi.org/10.1371/journal.pone.0196391",
};

/** Every corpus that commands know by name; sizes and checksums are Zenodo's for record 1188976. */
export const CATALOG: readonly CatalogEntry[] = [
  {
    ...RAVDESS,
    name: "ravdess",
    title: "RAVDESS speech, 24 actors, 8 emotions, 48 kHz WAV",
    file: "Audio_Speech_Actors_01-24.zip",
    size: 208_468_073,
    md5: "bc696df654c87fed845eb13823edef8a",
    recordings: 1440,
  },
  {
    ...RAVDESS,
    name: "ravdess-song",
    title: "RAVDESS song, 23 actors, 6 emotions, 48 kHz WAV",
    file: "Audio_Song_Actors_01-24.zip",
    size: 225_505_317,
    md5: "5411230427d67a21e18aa4d466e6d1b9",
    recordings: 1012,
  },
  {
    name: "ravdess-sample",
    title: "RAVDESS speech as compressed by this project, for trying things out",
    file: "ravdess-speech-opus.zip",
    recordings: 1440,
    licence: RAVDESS.licence,
    citation: RAVDESS.citation,
  },
];

/** Where a corpus' file is downloaded from; a mirror's base takes the place of the entry's. Undefined for what is not downloaded. */
export function downloadUrl(entry: CatalogEntry, base = entry.url): string | undefined {
  return entry.url === undefined || base === undefined
    ? undefined
    : `${base.replace(/\/+$/, "")}/${encodeURIComponent(entry.file)}?download=1`;
}
