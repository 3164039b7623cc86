import { isDeepStrictEqual } from 'node:util';

interface Merged {
  readonly merged: string;
  /** Sentences without a full stop, never with a value. */
  readonly undone: readonly string[];
}

/**
 * An edited file over what commands have made of the one before: entries that only commands added stay, and what the file
 * changes back is told by name.
 * @param before the file as it was published last; undefined where nobody knows it any more
 */
export function overCommands(text: string, stored: string, before: string | undefined): Merged {
  const [file, there] = [entriesOf(text), entriesOf(stored)];
  if (!file || !there) return { merged: text, undone: [] };
  const last = before === undefined ? undefined : entriesOf(before);
  if (!last) {
    const gone = [...there.keys()].filter((name) => !file.has(name));
    return { merged: text, undone: gone.map((name) => `the source ${name} is not in it, and ends`) };
  }
  const names = [...new Set([...there.keys(), ...last.keys(), ...file.keys()])];
  const added = names.filter((name) => there.has(name) && !last.has(name) && !file.has(name));
  const undone = names.filter(
    (name) =>
      !added.includes(name) &&
      !isDeepStrictEqual(there.get(name), last.get(name)) &&
      !isDeepStrictEqual(there.get(name), file.get(name)),
  );
  const kept = added.map((name) => [name, there.get(name)] as const);
  return {
    // As it was written, where nothing joins it.
    merged: kept.length === 0 ? text : `${JSON.stringify(Object.fromEntries([...file, ...kept]), undefined, 2)}\n`,
    undone: undone.map((name) =>
      there.has(name)
        ? `what a command has changed of ${name} is undone by this edit`
        : `a command has retired ${name}, and this edit brings it back`,
    ),
  };
}

function entriesOf(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    const entries: unknown = JSON.parse(text);
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries)) return undefined;
    return new Map(Object.entries(entries));
  } catch {
    return undefined;
  }
}
