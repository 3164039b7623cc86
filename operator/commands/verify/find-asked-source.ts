import type { Source } from '#shared/messages/source.ts';
import { nearest } from '../../terminal/nearest.ts';
import type { Asked } from './asked.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** @throws {UnreadableFile} for a source that the stage does not have */
export async function findAskedSource(name: string, { readSources }: Pick<Asked, 'readSources'>): Promise<Source> {
  const { sources, from } = await readSources();
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source === 'invalid') throw new UnreadableFile(`The entry of the source ${name} in ${from} is not valid.`);
  if (source) return source;
  const meant = nearest(name, Object.keys(sources));
  throw new UnreadableFile(
    `There is no source ${name} in ${from}${meant === undefined ? '' : `, perhaps ${meant} is meant`}: give one with --source, or --provider and --secret-stdin.`,
  );
}
