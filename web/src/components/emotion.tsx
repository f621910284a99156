import type { CSSProperties, JSX } from "preact";
import type { EmotionProbability } from "../../../src/prediction/prediction.ts";
import { NOT_SURE } from "../../../src/timeline/timeline.ts";
import { cssColour, patternOf } from "../drawing/palette.ts";
import { emotionName, words } from "../state/language.ts";

/** A label of a segment: an emotion, or that it is not sure. */
export function labelText(label: string): string {
  return label === NOT_SURE ? words.value.notSure : emotionName(label);
}

/** The colour of a label as the custom property that its marks use. */
export function ownColour(label: string, labels: readonly string[]): OwnColour {
  return { "--own": cssColour(label, labels) };
}

interface OwnColour extends CSSProperties {
  readonly "--own": string;
}

interface LabelProps {
  readonly label: string;
  readonly labels: readonly string[];
}

/** A square in the colour and pattern of a label. */
export function Swatch({ label, labels }: LabelProps): JSX.Element {
  return (
    <span
      class={`swatch pattern-${patternOf(label, labels)}`}
      style={ownColour(label, labels)}
      aria-hidden="true"
    />
  );
}

/** A label with its square. */
export function EmotionLabel({ label, labels }: LabelProps): JSX.Element {
  return (
    <span class="emotion-label">
      <Swatch label={label} labels={labels} />
      {labelText(label)}
    </span>
  );
}

/** A probability as whole percent. */
export function percent(probability: number): number {
  return Math.round(100 * probability);
}

interface BarsProps {
  readonly labels: readonly string[];
  /** Undefined where nobody speaks. */
  readonly probabilities: readonly EmotionProbability[] | undefined;
  readonly name: string;
}

/** The probabilities of all emotions as bars, always in the order of the model's labels. */
export function Bars({ labels, probabilities, name }: BarsProps): JSX.Element {
  return (
    <table class="bars" aria-label={name}>
      <tbody>
        {labels.map((label) => {
          const probability = probabilities?.find(({ emotion }) => emotion === label)?.probability;
          return (
            <tr key={label} style={ownColour(label, labels)}>
              <th scope="row">
                <Swatch label={label} labels={labels} />
                {emotionName(label)}
              </th>
              <td class="track">
                {probability !== undefined && (
                  <span
                    class={`pattern-${patternOf(label, labels)}`}
                    style={{ width: `${100 * probability}%` }}
                  />
                )}
              </td>
              <td class="number">{probability === undefined ? "" : `${percent(probability)} %`}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
