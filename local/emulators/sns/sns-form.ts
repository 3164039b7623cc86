import { invalidParameter } from './sns-error.ts';

/** The fields of a query protocol request, read by their dotted names: `Attributes.entry.1.key`. */
export interface SnsForm {
  optional(name: string): string | undefined;
  /** Empty counts as absent. */
  required(name: string): string;
  /** `list('Tags.member')`: one form per element, whose own fields are named without the common prefix. */
  list(name: string): readonly SnsForm[];
  /** `values('TagKeys.member')`: the elements of a list of plain values. */
  values(name: string): readonly string[];
  /** `map('Attributes.entry')`: the values by their keys. */
  map(name: string): Readonly<Record<string, string>>;
}

/** The dotted names as a tree, so that reading a batch of ten does not search all its fields for each of them. */
interface Field {
  value?: string;
  readonly children: Map<string, Field>;
}

export function parseForm(text: string): SnsForm {
  const root: Field = { children: new Map() };
  for (const [name, value] of new URLSearchParams(text)) {
    let field = root;
    for (const part of name.split('.')) field = childOf(field, part);
    field.value = value;
  }
  return toForm(root);
}

function childOf(field: Field, name: string): Field {
  const known = field.children.get(name);
  if (known) return known;
  const child: Field = { children: new Map() };
  field.children.set(name, child);
  return child;
}

function toForm(root: Field): SnsForm {
  const optional = (name: string) => find(root, name)?.value;
  const list = (name: string) => elements(find(root, name)).map(toForm);
  return {
    optional,
    required(name) {
      const value = optional(name);
      if (value === undefined || value === '') throw invalidParameter(`${name} is missing`);
      return value;
    },
    list,
    values: (name) => elements(find(root, name)).map(({ value = '' }) => value),
    map(name) {
      return Object.fromEntries(
        list(name).map((entry) => [entry.optional('key') ?? '', entry.optional('value') ?? '']),
      );
    },
  };
}

function find(root: Field, name: string): Field | undefined {
  let field: Field | undefined = root;
  for (const part of name.split('.')) field = field?.children.get(part);
  return field;
}

/** The children 1, 2, 3… up to the first that is missing. */
function elements(field: Field | undefined): readonly Field[] {
  const found: Field[] = [];
  for (let index = 1; ; index += 1) {
    const element = field?.children.get(String(index));
    if (!element) return found;
    found.push(element);
  }
}
