/** A map as the query protocol writes it. */
export function toEntries(map: Readonly<Record<string, string>>): object {
  return { entry: Object.entries(map).map(([key, value]) => ({ key, value })) };
}
