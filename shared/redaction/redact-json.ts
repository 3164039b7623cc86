import { elementPaths, memberPaths, type FieldPaths } from './field-paths.ts';

/** What stands instead of a value that is not shown; a null is one that is not there, and is shown: often it is why a worker failed. */
export const HIDDEN = '•••';

export interface Redacted {
  readonly text: string;
  /** Where something was hidden: dotted paths, of so many that there are more than a reader wants the first ones alone. */
  readonly hidden: readonly string[];
  readonly hiddenCount: number;
}

/** A sender can nest thousands of places thousands of steps deep: all their paths together would be gigabytes. */
export const HIDDEN_PATHS_MAX = 100;
const PATH_STEPS_MAX = 20;
const NAME_LENGTH_MAX = 200;

interface Container {
  readonly kind: 'object' | 'list';
  readonly paths: FieldPaths;
  /** Of the member or element that is being read. */
  name: string;
  index: number;
}

/**
 * The JSON text without the values at these paths. All else stays as it stands, so that neither a long number nor a name that
 * occurs twice changes. It reads on by its own stack: text may be nested deeper than functions can.
 * @param json must be valid
 */
export function redactJson(json: string, paths: FieldPaths): Redacted {
  const open: Container[] = [];
  const kept: string[] = [];
  const hidden: string[] = [];
  let hiddenCount = 0;
  let keptFrom = 0;
  let value = paths;
  let at = 0;

  const begin = (kind: Container['kind']) => {
    open.push({ kind, paths: value, name: '', index: 0 });
    if (kind === 'list') value = elementPaths(value, 0);
  };

  while (at < json.length) {
    const container = open.at(-1);
    const character = json.charAt(at);
    if (isBetweenValues(character)) {
      if (character === ',' && container?.kind === 'list') {
        container.index += 1;
        value = elementPaths(container.paths, container.index);
      } else if (character === ',' && container) container.name = '';
      if (character === '}' || character === ']') open.pop();
      at += 1;
      continue;
    }
    const name = container?.kind === 'object' && character === '"' ? nameAt(json, at) : undefined;
    if (container && name) {
      container.name = name.text;
      value = memberPaths(container.paths, name.text);
      at = name.end;
    } else if (value.isHit && character !== 'n') {
      const end = endOfValue(json, at);
      kept.push(json.slice(keptFrom, at), `"${HIDDEN}"`);
      if (hiddenCount < HIDDEN_PATHS_MAX) hidden.push(pathOf(open));
      hiddenCount += 1;
      keptFrom = end;
      at = end;
    } else if (character === '{' || character === '[') {
      begin(character === '{' ? 'object' : 'list');
      at += 1;
    } else at = endOfValue(json, at);
  }
  return { text: [...kept, json.slice(keptFrom)].join(''), hidden, hiddenCount };
}

const isBetweenValues = (character: string) => ' \t\n\r,:}]'.includes(character);

/** A string that a colon follows is a member's name. */
function nameAt(json: string, at: number): { readonly text: string; readonly end: number } | undefined {
  const end = endOfString(json, at);
  let colon = end;
  while (' \t\n\r'.includes(json.charAt(colon)) && colon < json.length) colon += 1;
  if (json.charAt(colon) !== ':') return undefined;
  return { text: String(JSON.parse(json.slice(at, end))), end: colon + 1 };
}

/** Of a deep place the first steps and the last one. */
function pathOf(open: readonly Container[]): string {
  if (open.length <= PATH_STEPS_MAX) return open.map(stepOf).join('.') || '(all)';
  return [...open.slice(0, PATH_STEPS_MAX - 1).map(stepOf), '…', ...open.slice(-1).map(stepOf)].join('.');
}

function stepOf({ kind, name, index }: Container): string {
  if (kind === 'list') return String(index);
  return name.length > NAME_LENGTH_MAX ? `${name.slice(0, NAME_LENGTH_MAX)}…` : name;
}

function endOfValue(json: string, at: number): number {
  const first = json.charAt(at);
  if (first === '"') return endOfString(json, at);
  if (first === '{' || first === '[') return endOfContainer(json, at);
  let end = at;
  while (end < json.length && !isBetweenValues(json.charAt(end))) end += 1;
  return end;
}

function endOfContainer(json: string, at: number): number {
  let depth = 0;
  let end = at;
  do {
    const character = json.charAt(end);
    if (character === '"') {
      end = endOfString(json, end);
      continue;
    }
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    end += 1;
  } while (depth > 0 && end < json.length);
  return end;
}

/** What follows a backslash ends no string. */
function endOfString(json: string, at: number): number {
  let end = at + 1;
  while (end < json.length && json.charAt(end) !== '"') end += json.charAt(end) === '\\' ? 2 : 1;
  return end + 1;
}
