/** A copy of what JSON gave in which an object has its own fields and no others: else every body would have a `constructor`. */
export function withoutPrototypes(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutPrototypes);
  if (typeof json !== 'object' || json === null) return json;
  const copy: Record<string, unknown> = { __proto__: null };
  for (const [name, value] of Object.entries(json)) copy[name] = withoutPrototypes(value);
  return copy;
}
