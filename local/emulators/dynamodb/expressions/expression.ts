import { createTokenReader, type ExpressionKind, type TokenReader } from './token-reader.ts';

/** One that was read; its placeholders are still to be filled in, so that the same text is read once only. */
export interface Expression<Tree> {
  readonly kind: ExpressionKind;
  readonly tree: Tree;
  /** `#names` and `:values`. */
  readonly placeholders: readonly string[];
}

/** Programs have few expressions; one that makes up new ones all the time only starts over. */
const KEPT_MAX = 1000;

export function createExpression<Tree>(
  readTree: (reader: TokenReader) => Tree,
): (kind: ExpressionKind, text: string) => Expression<Tree> {
  const kept = new Map<string, Expression<Tree>>();
  return (kind, text) => {
    const key = `${kind} ${text}`;
    const known = kept.get(key);
    if (known) return known;
    const reader = createTokenReader(kind, text);
    const tree = readTree(reader);
    reader.end();
    if (kept.size >= KEPT_MAX) kept.clear();
    const expression = { kind, tree, placeholders: reader.placeholders };
    kept.set(key, expression);
    return expression;
  };
}
