import type { Ends } from './ends.ts';
import type { StormRecord } from './storm-record.ts';

/** All that is known of an event, for whoever has to find out what became of it; never its body. */
export function describeEvent(id: string, { accepted, taken }: StormRecord, ends: Ends): string {
  const { mixed, acceptedAt = [] } = accepted.get(id) ?? {};
  const posted =
    mixed === undefined ? 'never accepted' : `from ${mixed.webhook.source}, accepted ${acceptedAt.join(', ')}`;
  const done = [...ends.results].filter(([, ids]) => ids.has(id)).map(([worker]) => `result of ${worker}`);
  const dead = [...ends.deadLetters].flatMap(([worker, deadLetters]) => {
    const { state, failure, replays } = deadLetters.get(id) ?? {};
    if (failure === undefined) return [];
    return [`${worker} ${state} after ${replays} replays: ${failure.class} ${failure.name}: ${failure.message}`];
  });
  const known = [
    posted,
    ...(mixed?.isPoison ? ['poison'] : []),
    ...done,
    ...dead,
    `taken ${taken.get(id)?.length ?? 0} times by the destination`,
  ];
  return `${id} (${known.join('; ')})`;
}
