import type { JSX } from "preact";
import type { SpeakerProfile } from "../../../src/models/adaptation/speaker-profile.ts";
import { model } from "../state/engine.ts";
import { save } from "../state/downloads.ts";
import { emotionName, words } from "../state/language.ts";
import { canChange, live } from "../state/live.ts";
import { isRecording, recordClip, stopClip } from "../state/record-clip.ts";
import {
  adaptTo,
  addVoiceClips,
  calibrate,
  forgetVoice,
  isCalibrating,
  isRemembered,
  labelVoiceClip,
  profile,
  remember,
  removeVoiceClip,
  type VoiceClip,
  voiceClips,
  voiceError,
} from "../state/voice.ts";
import { PickFiles, SOUND_FILES } from "./pick-files.tsx";
import { Problem } from "./problem.tsx";

/** Calibration to the user's voice. */
export function VoicePanel(): JSX.Element {
  const { voiceTitle, voiceText, voicePersonal, cannotCalibrate, calibrated } = words.value;
  const isUsed = isKnown() || voiceError.value !== undefined;
  const isPossible = model.value?.isAdaptable ?? true;
  return (
    <details class="panel" open={isUsed}>
      <summary>
        <h2>{voiceTitle}</h2>
        {profile.value !== undefined && (
          <span class="badge">{calibrated(profile.value.clips)}</span>
        )}
      </summary>
      {isPossible ? (
        <>
          <p>{voiceText}</p>
          <p class="personal">{voicePersonal}</p>
          <Clips />
          <Actions />
          {voiceError.value !== undefined && <Problem error={voiceError.value} />}
        </>
      ) : (
        <>
          <p>{cannotCalibrate}</p>
          <div class="row">
            <Forget />
          </div>
        </>
      )}
    </details>
  );
}

/** Whether anything of the user's voice is here, be it only in what is kept. */
function isKnown(): boolean {
  return profile.value !== undefined || voiceClips.value.length > 0 || isRemembered.value;
}

function Forget(): JSX.Element | undefined {
  if (!isKnown()) return undefined;
  return (
    <button
      type="button"
      class="forget"
      disabled={live.value !== undefined}
      onClick={() => void forgetVoice()}
    >
      {words.value.forget}
    </button>
  );
}

function Clips(): JSX.Element {
  const { addClips, recordClip: record, stopClip: stop, clip } = words.value;
  const addRecorded = async (): Promise<void> => {
    try {
      const file = await recordClip();
      const name = `${clip} ${voiceClips.value.length + 1}`;
      if (file !== undefined) addVoiceClips([{ name, file }]);
    } catch (error) {
      voiceError.value = error as Error;
    }
  };
  return (
    <>
      {voiceClips.value.length > 0 && (
        <ul class="clips">
          {voiceClips.value.map((one) => (
            <Clip key={one.id} clip={one} />
          ))}
        </ul>
      )}
      <div class="row">
        <PickFiles
          text={addClips}
          accept={SOUND_FILES}
          isMultiple
          onFiles={(files) => addVoiceClips(files.map((file) => ({ name: file.name, file })))}
        />
        <button
          type="button"
          disabled={live.value !== undefined}
          aria-pressed={isRecording.value}
          onClick={() => (isRecording.value ? stopClip() : void addRecorded())}
        >
          {isRecording.value ? stop : record}
        </button>
      </div>
    </>
  );
}

function Clip({ clip: { id, name, emotion } }: { readonly clip: VoiceClip }): JSX.Element {
  const { unknownEmotion, emotionOf, remove } = words.value;
  return (
    <li>
      <span class="name">{name}</span>
      <select
        aria-label={emotionOf(name)}
        value={emotion ?? ""}
        onChange={({ currentTarget: { value } }) =>
          labelVoiceClip(id, value === "" ? undefined : value)
        }
      >
        <option value="">{unknownEmotion}</option>
        {model.value?.labels.map((label) => (
          <option key={label} value={label}>
            {emotionName(label)}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="remove"
        aria-label={remove(name)}
        onClick={() => removeVoiceClip(id)}
      >
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 2l8 8M10 2l-8 8" />
        </svg>
      </button>
    </li>
  );
}

function Actions(): JSX.Element {
  const { calibrateNow, calibrating, labelAllOrNone, rememberVoice, saveProfile, loadProfile } =
    words.value;
  const clips = voiceClips.value;
  const labelled = clips.filter(({ emotion }) => emotion !== undefined).length;
  const isMixed = labelled > 0 && labelled < clips.length;
  const own = profile.value;
  return (
    <>
      {isMixed && <p class="caution">{labelAllOrNone}</p>}
      <div class="row">
        {clips.length > 0 && (
          <button
            type="button"
            class="main"
            disabled={isMixed || isCalibrating.value || !canChange.value}
            onClick={() => void calibrate()}
          >
            {isCalibrating.value ? calibrating : calibrateNow(clips.length)}
          </button>
        )}
        {own !== undefined && (
          <button
            type="button"
            onClick={() => save(`${JSON.stringify(own)}\n`, "my-voice.json", "application/json")}
          >
            {saveProfile}
          </button>
        )}
        <PickFiles
          text={loadProfile}
          accept=".json"
          isDisabled={!canChange.value}
          onFiles={([file]) => void (file !== undefined && loadSaved(file))}
        />
        <Forget />
      </div>
      {own !== undefined && (
        <label class="remember">
          <input
            type="checkbox"
            checked={isRemembered.value}
            onChange={({ currentTarget }) => remember(currentTarget.checked)}
          />
          {rememberVoice}
        </label>
      )}
    </>
  );
}

async function loadSaved(file: File): Promise<void> {
  try {
    await adaptTo(JSON.parse(await file.text()) as SpeakerProfile);
  } catch (error) {
    voiceError.value = error as Error;
  }
}
