import { createRequire } from 'node:module';

interface Range {
  readonly gte: string;
  readonly lt: string;
}

export interface LevelPut {
  readonly type: 'put';
  readonly key: string;
  readonly value: unknown;
}

/** As much of https://github.com/Level/level as we use. */
export interface LevelDb {
  open(): Promise<void>;
  close(): Promise<void>;
  clear(range: Range): Promise<void>;
  batch(puts: readonly LevelPut[]): Promise<void>;
  iterator(range: Range): AsyncIterable<readonly [key: string, value: unknown]>;
}

/** dynalite's own module of this name. */
export const requireOfDynalite = createRequire(createRequire(import.meta.url).resolve('dynalite'));

// The very LevelDB that dynalite opens its folder with.
const { Level }: { readonly Level: new (location: string, options: object) => LevelDb } = requireOfDynalite('level');

/** The database in this folder, with values in dynalite's encoding. */
export const levelDbAt = (location: string): LevelDb => new Level(location, { valueEncoding: 'json' });

/** All keys that begin with this; dynalite's end in ASCII. */
export const startingWith = (prefix: string): Range => ({ gte: prefix, lt: `${prefix}\u{ff}` });
