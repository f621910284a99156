/** The frames that a statistic covers, and how descriptions of columns name them. */
export const DOMAINS = {
  all: "time",
  voiced: "the voiced frames",
  unvoiced: "the unvoiced frames",
  first: "the clip's first third",
  middle: "the clip's middle third",
  last: "the clip's last third",
  fifth1: "the clip's first fifth",
  fifth2: "the clip's second fifth",
  fifth3: "the clip's third fifth",
  fifth4: "the clip's fourth fifth",
  fifth5: "the clip's last fifth",
} as const;

/** The name of a domain. */
export type Domain = keyof typeof DOMAINS;

/** The names of all domains. */
export const DOMAIN_NAMES = Object.keys(DOMAINS) as readonly Domain[];

/** The domains that are fifths of a clip, in their order. */
export const FIFTHS = ["fifth1", "fifth2", "fifth3", "fifth4", "fifth5"] as const;

const PARTS: readonly (readonly Domain[])[] = [["first", "middle", "last"], FIFTHS];

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
    default: {
      const parts = PARTS.find((own) => own.includes(domain))!;
      const part = parts.indexOf(domain);
      const [begin, end] = [part, part + 1].map((edge) =>
        Math.round((edge * count) / parts.length),
      );
      return new Uint8Array(count).fill(1, begin, end);
    }
  }
}
