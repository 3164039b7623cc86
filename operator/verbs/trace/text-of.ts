/** Of a field of a log line, which may hold anything. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
