import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { About } from '../../../functions/ingest/providers/about.ts';
import { providers } from '../../../functions/ingest/providers/index.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'functions', 'ingest', 'providers');

/** What people must know of a sender; undefined for one that a source describes itself. */
export type LoadAbout = (provider: string) => Promise<About | undefined>;

export const loadAbout: LoadAbout = async (provider) => {
  // Only names of the list are paths.
  if (!Object.hasOwn(providers, provider)) return undefined;
  const file = join(FOLDER, provider, 'about.ts');
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return undefined;
  const { about }: { readonly about: About } = await import(file);
  return about;
};
