const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Indented where it is JSON. Token by token, because numbers that JavaScript would round must be shown as they were signed. */
export function prettyJson(text: string): string {
  if (!isJson(text)) return text;
  let depth = 0;
  let pretty = '';
  let last = '';
  const line = () => `\n${'  '.repeat(depth)}`;
  for (const [part] of text.matchAll(token)) {
    const isEnd = part === '}' || part === ']';
    const isInEmpty = isEnd && (last === '{' || last === '[');
    if (isEnd) depth -= 1;
    if (isEnd && !isInEmpty) pretty += line();
    if (!isEnd && (last === '{' || last === '[' || last === ',')) pretty += line();
    pretty += part === ':' ? ': ' : part;
    if (part === '{' || part === '[') depth += 1;
    last = part;
  }
  return pretty;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
