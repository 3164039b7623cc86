/** The number in the key of an outcome page, of an intent, or of a turn. */
export const numberOf = (key: string): number => Number(/(\d+)(?:\.began)?\.json$/.exec(key)?.[1]);
