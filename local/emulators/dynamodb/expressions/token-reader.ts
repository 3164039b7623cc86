import { invalid } from '../dynamodb-error.ts';

/** Which parameter an expression is, as its refusals name it. */
export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression';

export interface Token {
  readonly type: 'name' | 'alias' | 'value' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly at: number;
}

/** Goes through the words and signs of one expression. */
export interface TokenReader {
  readonly kind: ExpressionKind;
  /** `#names` and `:values`, each once. */
  readonly placeholders: readonly string[];
  peek(ahead?: number): Token;
  next(): Token;
  /** Goes on when this sign, or this word in whatever case, is next. */
  accept(text: string): boolean;
  /** @throws {DynamodbError} when it is not next */
  expect(text: string): void;
  /** @throws {DynamodbError} when there is more */
  end(): void;
  /** @throws {DynamodbError} about the next token */
  refuse(): never;
}

const TOKEN = /(?<name>[A-Za-z_]\w*)|(?<alias>#\w+)|(?<value>:\w+)|(?<number>\d+)|(?<symbol><>|<=|>=|[-<>=+,.()[\]])/y;
const SPACE = /\s*/y;
const NEAR_CHARACTERS = 10;

export function createTokenReader(kind: ExpressionKind, text: string): TokenReader {
  if (text.trim() === '') throw invalid(`Invalid ${kind}: The expression can not be empty;`);
  const tokens = tokenize(kind, text);
  const end: Token = { type: 'end', text: '<EOF>', at: text.length };
  let position = 0;
  const peek = (ahead = 0) => tokens[position + ahead] ?? end;
  const refuse = () => {
    throw syntaxError(kind, text, peek());
  };
  const accept = (wanted: string) => {
    const { type, text: found } = peek();
    const isWanted = type === 'symbol' ? found === wanted : type === 'name' && found.toUpperCase() === wanted;
    if (isWanted) position += 1;
    return isWanted;
  };
  return {
    kind,
    placeholders: [...new Set(tokens.filter(isPlaceholder).map(({ text: placeholder }) => placeholder))],
    peek,
    accept,
    refuse,
    next() {
      const token = peek();
      position += 1;
      return token;
    },
    expect(wanted) {
      if (!accept(wanted)) refuse();
    },
    end() {
      if (peek().type !== 'end') refuse();
    },
  };
}

const isPlaceholder = ({ type }: Token) => type === 'alias' || type === 'value';

function tokenize(kind: ExpressionKind, text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, TOKEN.lastIndex)) {
    TOKEN.lastIndex = at;
    const { name, alias, value, number, symbol } = TOKEN.exec(text)?.groups ?? {};
    if (name !== undefined) tokens.push({ type: 'name', text: name, at });
    else if (alias !== undefined) tokens.push({ type: 'alias', text: alias, at });
    else if (value !== undefined) tokens.push({ type: 'value', text: value, at });
    else if (number !== undefined) tokens.push({ type: 'number', text: number, at });
    else if (symbol !== undefined) tokens.push({ type: 'symbol', text: symbol, at });
    else throw syntaxError(kind, text, { type: 'symbol', text: text.charAt(at), at });
  }
  return tokens;
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function syntaxError(kind: ExpressionKind, text: string, { text: token, at }: Token) {
  const near = text.slice(Math.max(0, at - NEAR_CHARACTERS), at + token.length + NEAR_CHARACTERS);
  return invalid(`Invalid ${kind}: Syntax error; token: "${token}", near: "${near}"`);
}
