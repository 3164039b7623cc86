import { readSources, SOURCES_KEY, type Sources } from '#shared/messages/source.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { openConfig } from './open-config.ts';
import { reachLocal } from './reach-local.ts';
import { localDirectory, readEndpoints } from './read-endpoints.ts';
import { readLocalSources } from './read-local-sources.ts';

/** Logical id of the bucket that holds the sources. */
const BUCKET = 'ConfigBucket';

/** Sources, and where they were read, for the people who wonder why one is missing. */
export interface ReadSources {
  readonly sources: Sources;
  /** `the running pipeline`, `local/sources.json` */
  readonly from: string;
}

/** Those of the pipeline that runs here, with what commands have changed in them; where none runs, local/sources.json. */
export async function readRunningSources(environment: NodeJS.ProcessEnv = process.env): Promise<ReadSources> {
  try {
    const { buckets } = readEndpoints(localDirectory(environment));
    const stored = await openConfig(await reachLocal(environment), buckets[BUCKET]).get(SOURCES_KEY);
    const sources = stored === 'missing' ? {} : readSources(stored.bytes.toString('utf8'));
    return { sources, from: 'the running pipeline' };
  } catch (error) {
    if (!(error instanceof CommandError && error.exitCode === exitCode.notRunning)) throw error;
    return { sources: readLocalSources(), from: 'local/sources.json' };
  }
}
