/** Options of `tSne`. */
export interface TsneOptions {
  /** About the number of neighbours of a point; default 30, or a third of the points where they are fewer. */
  readonly perplexity?: number;
  /** Default 750, the first 250 with exaggeration. */
  readonly iterations?: number;
}

const EXAGGERATION = 12;
const EXAGGERATED = 250;
const LEAST_GAIN = 0.01;

/**
 * A map of points in two dimensions [points, 2], by t-SNE (van der Maaten and Hinton, *Visualizing Data using t-SNE*, JMLR 2008), exact
 * and with the settings of scikit-learn's `TSNE`. `points` are [points, dimensions]; the map begins with their first two dimensions,
 * which are to be the first principal components. Close points are close on the map; distances between far ones say little.
 */
export function tSne(
  points: Float64Array,
  dimensions: number,
  { perplexity = 30, iterations = 750 }: TsneOptions = {},
): Float64Array {
  const count = points.length / dimensions;
  const similarities = jointProbabilities(points, dimensions, Math.min(perplexity, count / 3));
  const map = startingMap(points, dimensions);
  const learningRate = Math.max(count / EXAGGERATION / 4, 50);
  const update = new Float64Array(2 * count);
  const gains = new Float64Array(2 * count).fill(1);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const exaggerated = iteration < EXAGGERATED;
    const gradient = gradientOf(map, similarities, exaggerated ? EXAGGERATION : 1);
    const momentum = exaggerated ? 0.5 : 0.8;
    for (let i = 0; i < map.length; i++) {
      const turns = update[i]! * gradient[i]! < 0;
      gains[i] = Math.max(LEAST_GAIN, turns ? gains[i]! + 0.2 : gains[i]! * 0.8);
      update[i] = momentum * update[i]! - learningRate * gains[i]! * gradient[i]!;
      map[i]! += update[i]!;
    }
  }
  return map;
}

/** The similarities of all pairs of points [points, points], which sum to 1. */
export function jointProbabilities(
  points: Float64Array,
  dimensions: number,
  perplexity: number,
): Float64Array {
  const count = points.length / dimensions;
  const distances = squaredDistances(points, dimensions);
  const conditional = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    const row = conditional.subarray(i * count, (i + 1) * count);
    fillConditional(row, distances.subarray(i * count, (i + 1) * count), i, Math.log(perplexity));
  }
  const joint = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      joint[i * count + j] =
        (conditional[i * count + j]! + conditional[j * count + i]!) / (2 * count);
    }
  }
  return joint;
}

/** The Kullback-Leibler divergence of a map from similarities: what t-SNE makes small. */
export function mapDivergence(map: Float64Array, similarities: Float64Array): number {
  const { weights, sum } = mapWeights(map);
  let divergence = 0;
  for (let i = 0; i < similarities.length; i++) {
    const p = similarities[i]!;
    if (p > 0) divergence += p * Math.log(p / (weights[i]! / sum));
  }
  return divergence;
}

function squaredDistances(points: Float64Array, dimensions: number): Float64Array {
  const count = points.length / dimensions;
  const distances = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let d = 0; d < dimensions; d++) {
        sum += (points[i * dimensions + d]! - points[j * dimensions + d]!) ** 2;
      }
      distances[i * count + j] = sum;
      distances[j * count + i] = sum;
    }
  }
  return distances;
}

/** Fills in the similarities of a point to the others: those of a Gaussian whose entropy is the wanted one, found by bisection. */
function fillConditional(
  row: Float64Array,
  distances: Float64Array,
  self: number,
  wantedEntropy: number,
): void {
  let [low, high] = [0, Infinity];
  let precision = 1;
  for (let step = 0; step < 100; step++) {
    let [sum, weighted] = [0, 0];
    for (let j = 0; j < row.length; j++) {
      row[j] = j === self ? 0 : Math.exp(-precision * distances[j]!);
      sum += row[j]!;
      weighted += row[j]! * distances[j]!;
    }
    // all others are so far that nothing is left of them
    const entropy = sum === 0 ? 0 : Math.log(sum) + (precision * weighted) / sum;
    for (let j = 0; j < row.length; j++) row[j] = sum === 0 ? 0 : row[j]! / sum;
    if (Math.abs(entropy - wantedEntropy) < 1e-5) return;
    if (entropy > wantedEntropy) low = precision;
    else high = precision;
    precision = high === Infinity ? 2 * precision : (low + high) / 2;
  }
}

function startingMap(points: Float64Array, dimensions: number): Float64Array {
  const count = points.length / dimensions;
  const at = (i: number, axis: number): number =>
    axis < dimensions ? points[i * dimensions + axis]! : 0;
  let variance = 0;
  for (let i = 0; i < count; i++) variance += at(i, 0) ** 2 / count;
  const scale = variance === 0 ? 0 : 1e-4 / Math.sqrt(variance);
  return Float64Array.from({ length: 2 * count }, (_, i) => scale * at(i >> 1, i & 1));
}

/** Student's t weights of all pairs on the map, and their sum. */
function mapWeights(map: Float64Array): { weights: Float64Array; sum: number } {
  const count = map.length / 2;
  const weights = new Float64Array(count * count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const dx = map[2 * i]! - map[2 * j]!;
      const dy = map[2 * i + 1]! - map[2 * j + 1]!;
      const weight = 1 / (1 + dx * dx + dy * dy);
      weights[i * count + j] = weight;
      weights[j * count + i] = weight;
      sum += 2 * weight;
    }
  }
  return { weights, sum };
}

function gradientOf(
  map: Float64Array,
  similarities: Float64Array,
  exaggeration: number,
): Float64Array {
  const count = map.length / 2;
  const { weights, sum } = mapWeights(map);
  const gradient = new Float64Array(map.length);
  for (let i = 0; i < count; i++) {
    let [gx, gy] = [0, 0];
    const [x, y] = [map[2 * i]!, map[2 * i + 1]!];
    for (let j = 0, cell = i * count; j < count; j++, cell++) {
      const weight = weights[cell]!;
      const force = 4 * (exaggeration * similarities[cell]! - weight / sum) * weight;
      gx += force * (x - map[2 * j]!);
      gy += force * (y - map[2 * j + 1]!);
    }
    gradient[2 * i] = gx;
    gradient[2 * i + 1] = gy;
  }
  return gradient;
}
