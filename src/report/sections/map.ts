import { sortEmotions } from "../../corpora/emotions.ts";
import type { EmbeddingMap, EvaluationResult, MapPoint } from "../../evaluation/result.ts";
import { html, type Markup } from "../../markup/html.ts";
import { mapChart } from "../charts/map-chart.ts";
import type { Section } from "./section.ts";

/** The label besides emotions that colours a map: the first one with two to ten values. */
const OTHERS: readonly {
  readonly name: string;
  readonly of: (point: MapPoint) => string | undefined;
}[] = [
  { name: "corpus", of: ({ corpus }) => corpus },
  { name: "sex", of: ({ sex }) => sex },
  { name: "speaker", of: ({ speaker }) => speaker },
];

const MOST_VALUES = 10;

/** The map of clips; nothing if there is none. */
export function map({ map: found }: EvaluationResult): Section[] {
  if (found === undefined) return [];
  const emotions = sortEmotions(found.points.map(({ emotion }) => emotion));
  const other = OTHERS.find(({ of }) => {
    const { size } = new Set(valuesOf(found, of));
    return size > 1 && size <= MOST_VALUES;
  });
  return [
    {
      id: "map",
      title: "Map of the clips",
      body: html`<p>
          Clips with similar features (set ${found.set}) are close: ${found.method}. Emotions that
          form islands are easy to tell apart; where islands are of voices or corpora instead, a
          model may learn these. Distances between islands mean little, axes have no unit.
        </p>
        <div class="figures">
          ${figure(found, "emotion", emotions, ({ emotion }) => emotion)}
          ${other === undefined ? [] : figure(found, other.name, [...new Set(valuesOf(found, other.of))].sort(), other.of)}
        </div>`,
    },
  ];
}

function valuesOf({ points }: EmbeddingMap, of: (point: MapPoint) => string | undefined): string[] {
  return points.flatMap((point) => of(point) ?? []);
}

function figure(
  found: EmbeddingMap,
  name: string,
  values: readonly string[],
  of: (point: MapPoint) => string | undefined,
): Markup {
  return html`<figure>
    <figcaption><h3>By ${name}</h3></figcaption>
    ${mapChart(found, values, of, `Map of ${found.points.length} clips, coloured by ${name}`)}
  </figure>`;
}
