import { readSources, SOURCES_KEY } from '#shared/messages/source.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import type { Config } from '../../pipeline/pipeline.ts';

/** Source name → its entry as it was written, sound or not: what a command does not change stays as it is. */
export type SourceEntries = Readonly<Record<string, unknown>>;

export interface ChangeEntriesPorts {
  readonly config: Pick<Config, 'get' | 'putIfAbsent' | 'putIfUnchanged'>;
  /** Somebody else wrote first, and it is tried once more over what they wrote. */
  readonly onLostRace: () => void;
}

const TRIES_MAX = 2;

/** @throws {CommandError} for an object that is none as a whole */
export const readSourceEntries = async (config: Pick<Config, 'get'>): Promise<SourceEntries> =>
  (await readState(config)).entries;

/**
 * Writes the sources over the state that `change` was shown, and over no other.
 * @param change throws where it refuses, and then nothing is written; it is asked again after a lost race
 */
export async function changeSourceEntries(
  { config, onLostRace }: ChangeEntriesPorts,
  change: (entries: SourceEntries) => SourceEntries | Promise<SourceEntries>,
): Promise<void> {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    if (tries > 1) onLostRace();
    const { entries, etag } = await readState(config);
    const bytes = Buffer.from(`${JSON.stringify(await change(entries), undefined, 2)}\n`);
    if (await isStored(config, bytes, etag)) return;
  }
  throw new CommandError(
    exitCode.failed,
    'Somebody else changed the sources at the same time, twice: nothing was done. Repeat the command.',
  );
}

async function isStored(config: ChangeEntriesPorts['config'], bytes: Buffer, etag: string | undefined) {
  const type = { contentType: 'application/json' };
  const outcome =
    etag === undefined
      ? await config.putIfAbsent(SOURCES_KEY, bytes, type)
      : await config.putIfUnchanged(SOURCES_KEY, etag, bytes, type);
  if (outcome === 'stored') return true;
  // A write whose answer was lost is repeated by the SDK, and meets itself.
  const found = await config.get(SOURCES_KEY);
  return found !== 'missing' && found.bytes.equals(bytes);
}

async function readState(config: Pick<Config, 'get'>) {
  const stored = await config.get(SOURCES_KEY);
  if (stored === 'missing') return { entries: {}, etag: undefined };
  const text = stored.bytes.toString('utf8');
  return { entries: parseEntries(text), etag: stored.etag };
}

function parseEntries(text: string): SourceEntries {
  try {
    readSources(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCode.failed, `${why}. Ingest goes on with the one before: restore that version of it.`);
  }
  // The look at it has shown that it is an object.
  const entries: unknown = JSON.parse(text);
  return typeof entries === 'object' && entries !== null ? { ...entries } : {};
}
