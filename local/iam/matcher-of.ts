/** Policies' own patterns: `*` is any text, `?` any one character. */
export function matcherOf(pattern: string): (text: string) => boolean {
  if (pattern === '*') return () => true;
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  const source = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, (special) =>
    special === '*' ? '.*' : special === '?' ? '.' : `\\${special}`,
  );
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(text);
}
