/** A corpus that commands know by name. `affekt data list` shows them. */
export interface CatalogEntry {
  /** The name that commands take as a source. */
  readonly name: string;
  readonly title: string;
  readonly recordings: number;
  readonly licence: string;
  readonly citation: string;
  /** The way to get it. */
  readonly from: Shipped | Download | ByHand;
}

/** A corpus that comes with the repository. */
export interface Shipped {
  readonly kind: "shipped";
  /** The file's name under `samples/`. */
  readonly file: string;
}

/** A corpus that is one file at a plain URL. */
export interface Download {
  readonly kind: "download";
  /** The file's name in the cache folder. */
  readonly file: string;
  /** The folder on the server. */
  readonly url: string;
  /** The file's name and query on the server. */
  readonly path: string;
  /** In bytes, where it is published. */
  readonly size?: number;
  /** Hexadecimal, where it is published. */
  readonly md5?: string;
}

/** A corpus that has to be asked for, or that is no single file. */
export interface ByHand {
  readonly kind: "by hand";
  /** The page that tells how to get it. */
  readonly page: string;
  /** Instructions. */
  readonly steps: string;
}

const RAVDESS = {
  licence: "CC BY-NC-SA 4.0",
  citation:
    "Livingstone SR, Russo FA (2018). The Ryerson Audio-Visual Database of Emotional Speech and Song (RAVDESS). PLoS ONE 13(5): e0196391. https://doi.org/10.1371/journal.pone.0196391",
};

/** Sizes and checksums are Zenodo's for record 1188976. */
function ofZenodo(file: string, size: number, md5: string): Download {
  const url = "https://zenodo.org/records/1188976/files";
  return { kind: "download", file, url, path: `${file}?download=1`, size, md5 };
}

/** All corpora that commands know by name. */
export const CATALOG: readonly CatalogEntry[] = [
  {
    ...RAVDESS,
    name: "ravdess",
    title: "RAVDESS speech, 24 actors, 8 emotions, 48 kHz WAV",
    recordings: 1440,
    from: ofZenodo(
      "Audio_Speech_Actors_01-24.zip",
      208_468_073,
      "bc696df654c87fed845eb13823edef8a",
    ),
  },
  {
    ...RAVDESS,
    name: "ravdess-song",
    title: "RAVDESS song, 23 actors, 6 emotions, 48 kHz WAV",
    recordings: 1012,
    from: ofZenodo("Audio_Song_Actors_01-24.zip", 225_505_317, "5411230427d67a21e18aa4d466e6d1b9"),
  },
  {
    ...RAVDESS,
    name: "ravdess-sample",
    title: "RAVDESS speech as compressed by this project, for trying things out",
    recordings: 1440,
    from: { kind: "shipped", file: "ravdess-speech-opus.zip" },
  },
  {
    name: "emo-db",
    title: "Berlin Database of Emotional Speech, 10 speakers, 7 emotions, German, 16 kHz WAV",
    recordings: 535,
    licence: "free for research and other use with citation (see emodb.bilderbar.info)",
    citation:
      "Burkhardt F, Paeschke A, Rolfes M, Sendlmeier W, Weiss B (2005). A Database of German Emotional Speech. Interspeech 2005. https://doi.org/10.21437/Interspeech.2005-446",
    from: {
      kind: "download",
      file: "emo-db.zip",
      url: "http://emodb.bilderbar.info/download",
      path: "download.zip",
    },
  },
  {
    name: "crema-d",
    title: "CREMA-D, 91 actors, 6 emotions, 16 kHz WAV",
    recordings: 7442,
    licence: "ODbL 1.0",
    citation:
      "Cao H, Cooper DG, Keutmann MK, Gur RC, Nenkova A, Verma R (2014). CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset. IEEE Transactions on Affective Computing 5(4): 377–390. https://doi.org/10.1109/TAFFC.2014.2336244",
    from: {
      kind: "by hand",
      page: "https://github.com/CheyneyComputerScience/CREMA-D",
      steps:
        "clone it with Git LFS (git lfs install; git clone URL) and give its folder AudioWAV, such as affekt evaluate CREMA-D/AudioWAV",
    },
  },
  {
    name: "tess",
    title: "Toronto Emotional Speech Set, 2 actresses, 7 emotions, WAV",
    recordings: 2800,
    licence: "CC BY-NC-ND 4.0",
    citation:
      "Pichora-Fuller MK, Dupuis K (2020). Toronto emotional speech set (TESS). Borealis. https://doi.org/10.5683/SP2/E8H2MF",
    from: {
      kind: "by hand",
      page: "https://doi.org/10.5683/SP2/E8H2MF",
      steps:
        "download the dataset's zip from that page and give it or its unpacked folder, such as affekt evaluate dataverse_files.zip",
    },
  },
  {
    name: "savee",
    title: "Surrey Audio-Visual Expressed Emotion, 4 men, 7 emotions, 44.1 kHz WAV",
    recordings: 480,
    licence: "for research, on registration",
    citation:
      "Haq S, Jackson PJB (2010). Multimodal Emotion Recognition. In: Machine Audition, IGI Global, 398–423.",
    from: {
      kind: "by hand",
      page: "http://kahlan.eps.surrey.ac.uk/savee/Download.html",
      steps:
        "register there, download AudioData.zip and give it, such as affekt evaluate AudioData.zip",
    },
  },
];

/** The URL of a corpus' file. A mirror's folder takes the place of the original's. */
export function downloadUrl({ url, path }: Download, mirror = url): string {
  return `${mirror.replace(/\/+$/, "")}/${path}`;
}

/** Instructions for a corpus that no command downloads, in one sentence. */
export function stepsFor({ name, from }: CatalogEntry & { readonly from: ByHand }): string {
  return `${name} has to be fetched by hand: see ${from.page}; ${from.steps.replace("URL", from.page)}`;
}
