/** The fields of a log line that is one JSON object; Lambda writes others of its own. */
export function readFields(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? Object.fromEntries(Object.entries(read)) : undefined;
  } catch {
    return undefined;
  }
}
