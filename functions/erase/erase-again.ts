import * as v from 'valibot';
import { againPrefix, ERASED_AGAIN_PREFIX, erasedPageSchema } from '#shared/messages/erase-request.ts';
import { eraseTraces } from './erase-traces.ts';
import { countEvents, type Ended, type Erasing } from './erasing.ts';

/**
 * What workers made late of events that earlier erasures of these sources took from the archive: their messages still
 * waited then, and nothing else leads to them.
 * @param reached `<page done>#<number of its events>#<where in their traces>`
 */
export async function eraseAgain(reached: string | undefined, erasing: Erasing): Promise<Ended> {
  const [done = '', ofNumber = '0', ofPlace] = (reached ?? '').split('#');
  let [before, begin, within] = [done, Number(ofNumber), ofPlace];
  for await (const { key } of erasing.results.list(ERASED_AGAIN_PREFIX, done === '' ? undefined : done)) {
    if (erasing.erasure !== undefined && key.startsWith(againPrefix(erasing.erasure))) continue;
    if (erasing.isTimeOver()) return 'time is over';
    const events = await readPage(key, erasing);
    for (const [number, one] of events.entries()) {
      if (number < begin || !erasing.sources.includes(one.source)) continue;
      const found = new Set<string>();
      const ended = await eraseTraces(
        { events: [one], after: number === begin ? within : undefined, onTrace: (id) => found.add(id) },
        erasing,
        async (place) => {
          countEvents(found, erasing);
          await erasing.onReached(`${before}#${number}#${place}`);
        },
      );
      if (ended !== 'done') return ended;
    }
    await erasing.onReached(key);
    [before, begin, within] = [key, 0, undefined];
  }
  return 'done';
}

async function readPage(key: string, { results, counts }: Erasing) {
  const stored = await results.get(key);
  if (stored === 'missing') return [];
  const page = v.safeParse(erasedPageSchema, stored.bytes.toString('utf8'));
  if (!page.success) counts.unreadable += 1;
  return page.success ? page.output.events : [];
}
