import type { Words } from "./words.ts";

const komma = (seconds: number): string => seconds.toFixed(2).replace(".", ",");

/** The page in German. */
export const GERMAN: Words = {
  title: "Affekt: die Emotion einer Stimme",
  tagline: "Wie klingt eine Stimme? Ein Modell antwortet, das auf Ihrem Gerät läuft.",
  language: "Sprache",
  skip: "Zu den Ergebnissen",

  dropTitle: "Aufnahmen hinzufügen",
  dropHere: "Aufnahmen hier ablegen",
  dropText: "WAV, MP3, FLAC, Ogg, M4A und mehr. Mehrere zugleich werden verglichen.",
  choose: "Dateien wählen",
  or: "oder",
  speak: "Sprechen",
  speakText: "Die Antwort folgt Ihrer Stimme.",
  stop: "Beenden",
  listening: "Ich höre zu",
  liveWaits: "Bis Sie anhalten, warten andere Aufnahmen, und das Modell bleibt, wie es ist.",
  liveTitle: "Mikrofon",
  spoken: "Gesprochen",
  privacyShort: "Ihre Aufnahmen bleiben auf diesem Gerät. Nichts wird hochgeladen.",

  loading: (percent) => `Modell wird geladen: ${percent} %`,
  starting: "Modell startet …",
  ready: "Bereit",
  loadFailed: "Das Modell ließ sich nicht laden.",
  tryAgain: "Erneut versuchen",

  recordings: "Aufnahmen",
  waiting: "Wartet",
  busy: "Wird analysiert …",
  busyShare: (percent) => `Wird analysiert: ${percent} %`,
  remove: (name) => `${name} entfernen`,
  emptyTitle: "Noch keine Aufnahme",
  emptyText:
    "Sie sehen dann Wellenform, Spektrogramm, den Verlauf der Emotionen und ihre Wahrscheinlichkeiten, im Takt der Wiedergabe.",

  notSure: "unsicher",
  noSpeech: "keine Sprache",
  noSpeechText:
    "Es ist keine Sprache zu hören, eher Geräusch oder Musik. Das Modell beurteilt nur Stimmen.",
  silent: "Stille",
  silentText: "Die Aufnahme ist still.",
  tooShort: "zu kurz",
  tooShortText: "Mindestens eine Zehntelsekunde ist nötig.",
  notSureText: (emotion, percent) => `vielleicht ${emotion}, ${percent} %`,
  sureText: (percent) => `zu ${percent} % wahrscheinlich`,
  pause: "Pause",
  overall: "Die ganze Aufnahme",
  meanOver: (count) => `Mittel über ${count} Abschnitte`,
  now: "In diesem Moment",
  play: "Abspielen",
  pauseSound: "Anhalten",
  speed: "Tempo",
  position: "Stelle in der Aufnahme",
  waveform: "Wellenform mit den Emotionen im Verlauf",
  spectrogram: "Spektrogramm",
  probabilities: "Wahrscheinlichkeiten",
  keys: [
    ["Leertaste", "abspielen oder anhalten"],
    ["← →", "eine Sekunde"],
    ["↑ ↓", "Abschnitt davor oder danach"],
    ["Pos1 Ende", "Anfang oder Ende"],
  ],

  timeline: "Verlauf",
  division: "Abschnitte",
  byPauses: "zwischen Pausen",
  byWindows: (seconds) => `alle ${seconds} s`,
  time: "Zeit",
  emotion: "Emotion",
  confidence: "Sicherheit",
  nextProbable: "Danach wahrscheinlich",
  nobodySpeaks: "In dieser Aufnahme spricht niemand.",

  why: "Warum diese Antwort",
  whyText: "Herausfinden",
  whyBusy: "Die Aufnahme wird ohne jeden ihrer Teile beurteilt …",
  whyTime: (emotion, from, to, without) =>
    `Am meisten spricht für ${emotion} von ${komma(from)} bis ${komma(to)} s: ohne den stärksten Teil davon bleiben ${without} %.`,
  whyBand: (low, high, without) =>
    `Von den Frequenzen sprechen ${low.toFixed(0)} bis ${high.toFixed(0)} Hz am meisten dafür: ohne das stärkste Band bleiben ${without} %.`,
  whyNothing: (emotion) =>
    `Kein einzelner Zeitabschnitt spricht für ${emotion}: ohne jeden ist es ebenso wahrscheinlich.`,
  whyFor: (emotion) => `spricht für ${emotion},`,
  whyAgainst: (emotion) => `spricht gegen ${emotion}`,
  whyPicture: "Einfluss von Zeit und Frequenz",

  compare: "Nebeneinander",
  recording: "Aufnahme",
  duration: "Länge",

  downloads: "Ergebnisse herunterladen",
  downloadsText: "Für diese Aufnahme:",
  forAll: "Für alle Aufnahmen:",
  soundFile: "Ton",
  formats: {
    json: "JSON",
    csv: "CSV",
    textgrid: "Praat TextGrid",
    eaf: "ELAN",
    audacity: "Audacity-Marken",
    vtt: "WebVTT",
    "vtt-metadata": "WebVTT-Metadaten",
    srt: "SRT",
    html: "Seite mit Wiedergabe",
  },

  voiceTitle: "Auf meine Stimme einstellen",
  voiceText:
    "Stimmen sind verschieden. Geben Sie dem Modell einige Aufnahmen der Ihren, je ein paar Sekunden, möglichst abwechslungsreich. Emotionen sind freiwillig: mit einer zu jeder Aufnahme lernt es mehr.",
  voicePersonal:
    "Das Ergebnis sind einige tausend Zahlen, die Ihre Stimme beschreiben: personenbezogene Daten. Sie bleiben in dieser Seite und verschwinden, wenn Sie sie schließen, es sei denn, Sie lassen sie auf diesem Gerät speichern.",
  addClips: "Aufnahmen hinzufügen",
  recordClip: "Aufnehmen",
  stopClip: "Aufnahme beenden",
  clip: "Aufnahme",
  unknownEmotion: "Emotion unbekannt",
  emotionOf: (name) => `Emotion von ${name}`,
  labelAllOrNone: "Geben Sie die Emotion aller Aufnahmen an, oder von keiner.",
  calibrateNow: (clips) =>
    clips === 1 ? "Mit 1 Aufnahme einstellen" : `Mit ${clips} Aufnahmen einstellen`,
  calibrating: "Wird eingestellt …",
  calibrated: (clips) =>
    `Auf Ihre Stimme eingestellt, ${clips === 1 ? "1 Aufnahme" : `${clips} Aufnahmen`}`,
  rememberVoice: "Auf diesem Gerät speichern",
  saveProfile: "Profil speichern",
  loadProfile: "Gespeichertes Profil laden",
  forget: "Meine Stimme vergessen",
  cannotCalibrate: "Dieses Modell lässt sich nicht einstellen.",

  modelTitle: "Modell",
  modelText:
    "Verwenden Sie ein eigenes Modell: eine .onnx-Datei, die affekt train geschrieben hat. Sie können sie auch auf der Seite ablegen.",
  modelShipped: "das Modell, das Affekt mitbringt",
  modelOwn: (name) => `Ihr Modell ${name}`,
  modelKnows: "Es kennt",
  chooseModel: "Modelldatei wählen",
  backToShipped: "Zurück zum mitgebrachten Modell",

  responsible:
    "Eine Emotion ist hier eine Vermutung darüber, wie eine Stimme klingt, nicht darüber, was ein Mensch fühlt. Entscheiden Sie damit nicht über Menschen. In der Europäischen Union ist es verboten, am Arbeitsplatz und in der Bildung auf Emotionen zu schließen, ausgenommen aus medizinischen und Sicherheitsgründen.",
  responsibleLink: "Verantwortungsvoller Gebrauch",
  privacy:
    "Kein Hochladen, keine Nachverfolgung, keine Cookies. Die Seite fragt bei keiner anderen an.",
  offline: "Einmal geladen, funktioniert sie ohne Netz.",

  failed: "fehlgeschlagen",
  details: "Einzelheiten",
  errors: {
    "invalid-argument": "Das ist nicht möglich.",
    "not-found": "Eine Datei dieser Seite fehlt auf dem Server.",
    unreadable:
      "Die Datei ist nicht lesbar: Sie ist beschädigt oder nicht das, was sie sein sollte.",
    unsupported: "Weder Affekt noch dieser Browser kann dieses Format dekodieren.",
    "too-short": "Die Aufnahme ist zu kurz.",
    "too-long": "Die Aufnahme ist zu lang.",
    silent: "Die Aufnahme ist still.",
    "no-speech": "Es ist keine Sprache zu hören.",
    "bad-name": "Der Name der Datei passt nicht.",
    "bad-data": "Mit diesen Aufnahmen geht das nicht.",
    mismatch: "Das gehört nicht zusammen: ein anderes Modell oder eine andere Version.",
    "cannot-write": "Die Datei lässt sich nicht schreiben.",
    network: "Das Laden brach ab. Prüfen Sie die Verbindung.",
    diverged: "Das Training ist fehlgeschlagen.",
    "some-failed": "Einige Dateien sind fehlgeschlagen.",
    interrupted: "Abgebrochen.",
    microphone:
      "Das Mikrofon ließ sich nicht öffnen. Erlauben Sie es im Browser; Seiten brauchen dafür https: oder localhost.",
    other: "Etwas ist schiefgegangen.",
  },
  emotions: {
    angry: "Ärger",
    boredom: "Langeweile",
    calm: "Ruhe",
    disgust: "Ekel",
    fearful: "Angst",
    happy: "Freude",
    neutral: "neutral",
    sad: "Trauer",
    surprised: "Überraschung",
  },
};
