/** Options as plain data. */
type Options = Readonly<Record<string, unknown>>;

/**
 * A copy of options with one of them set. `path` leads into groups, such as `optimizer.momentum`. Another `name` of a group replaces all
 * of the group, since its other options belong to the old name.
 */
export function assignOption(options: Options, path: string, value: unknown): Options {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) return withOwn(options, name, value);
  const group = Object.hasOwn(options, name) ? options[name] : undefined;
  const before: Options = typeof group === "object" && group !== null ? (group as Options) : {};
  const isOther = rest.join() === "name" && before["name"] !== value;
  return withOwn(options, name, assignOption(isOther ? {} : before, rest.join("."), value));
}

/** Also `__proto__` becomes a property like any other, which checks then refuse. */
function withOwn(options: Options, name: string, value: unknown): Options {
  return Object.fromEntries([...Object.entries(options), [name, value]]);
}
