import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** The metrics of a server, in the format of Prometheus. */
export class ServerMetrics {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: "affekt_http_request_duration_seconds",
    help: "Duration of requests by route and status",
    labelNames: ["method", "route", "status"] as const,
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #predictions = new Counter({
    name: "affekt_predictions_total",
    help: "Recordings by model and outcome",
    labelNames: ["model", "outcome"] as const,
    registers: [this.registry],
  });
  readonly #audio = new Counter({
    name: "affekt_audio_seconds_total",
    help: "Seconds of audio that were predicted, by model",
    labelNames: ["model"] as const,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Shows a number that is asked for whenever the metrics are read. */
  gauge(name: string, help: string, value: () => number | Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: async () => gauge.set(await value()),
    });
  }

  request(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  prediction(model: string, outcome: string, audioSeconds = 0): void {
    this.#predictions.inc({ model, outcome });
    this.#audio.inc({ model }, audioSeconds);
  }
}
