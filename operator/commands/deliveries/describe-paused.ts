import type { Mappings } from '../../pipeline/pipeline.ts';
import { feedOf } from '../../verbs/feed.ts';
import { hooksLine } from '../hooks-line.ts';

/** A sentence for each that is paused: whoever follows a webhook would wait for its result in vain. */
export async function describePaused(
  functions: readonly string[],
  { mappings, stage }: { readonly mappings: Pick<Mappings, 'of'>; readonly stage: string },
): Promise<readonly string[]> {
  const feeds = await Promise.all(functions.map(async (name) => ({ name, feed: feedOf(await mappings.of(name)) })));
  return feeds
    .filter(({ feed }) => feed === 'disabled')
    .map(
      ({ name }) =>
        `${name} is paused: no result comes of it before ${hooksLine(stage, ['workers', 'resume', name])}\n`,
    );
}
