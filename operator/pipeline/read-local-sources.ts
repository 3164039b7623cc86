import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSources, type Sources } from '#shared/messages/source.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { whyUnreadable } from '../why-unreadable.ts';

const FILE = join(import.meta.dirname, '..', '..', 'local', 'sources.json');

/** The sources that `npm start` gives to ingest, with their development secrets. */
export function readLocalSources(file: string = FILE): Sources {
  try {
    return readSources(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(exitCode.wrongUsage, whyUnreadable('local/sources.json', error));
  }
}
