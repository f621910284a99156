/** The frames that a statistic covers, and how descriptions of columns name them. */
export const DOMAINS = {
  all: "time",
  voiced: "the voiced frames",
  unvoiced: "the unvoiced frames",
  first: "the clip's first third",
  middle: "the clip's middle third",
  last: "the clip's last third",
} as const;

/** The name of a domain. */
export type Domain = keyof typeof DOMAINS;

/** The names of all domains. */
export const DOMAIN_NAMES = Object.keys(DOMAINS) as readonly Domain[];

/**
 * The frames of a clip that belong to a domain: 1 or 0 for each of them, or undefined for all.
 * voiced: returns 1 for voiced frames, 0 for others.
 */
export function framesOfDomain(
  domain: Domain,
  count: number,
  voiced: () => Uint8Array,
): Uint8Array | undefined {
  switch (domain) {
    case "all":
      return undefined;
    case "voiced":
      return voiced();
    case "unvoiced":
      return voiced().map((flag) => 1 - flag);
    case "first":
    case "middle":
    case "last": {
      const third = ["first", "middle", "last"].indexOf(domain);
      const [begin, end] = [third, third + 1].map((edge) => Math.round((edge * count) / 3));
      return new Uint8Array(count).fill(1, begin, end);
    }
  }
}
