import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { whyUnreadable } from '../../why-unreadable.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** A file as it is, and of a folder the JSON files in it. @throws {UnreadableFile} when there is nothing to read */
export function listFiles(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => name.endsWith('.json'));
    if (names.length > 0) return names.toSorted().map((name) => join(path, name));
  } catch (error) {
    throw new UnreadableFile(whyUnreadable(path, error));
  }
  throw new UnreadableFile(`There is no JSON file in ${path}.`);
}
