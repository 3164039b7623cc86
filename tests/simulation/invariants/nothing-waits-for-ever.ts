import type { Invariant } from './invariant.ts';

const QUEUES_NAMED_MAX = 5;

export const nothingWaitsForEver: Invariant = {
  name: 'Everything comes to its end',
  check({ ended, world }) {
    const spilled = [...world.stored.results.keys()].filter((key) => key.startsWith('spilled/'));
    const waiting = [...world.queues]
      .map(([name, queue]) => ({ name, count: queue.messages().length }))
      .filter(({ count }) => count > 0)
      .slice(0, QUEUES_NAMED_MAX);
    return [
      ...(ended === 'late' ? ['Something was still under way when the time was over'] : []),
      ...waiting.map(({ name, count }) => `${count} messages are still on ${name}`),
      ...(spilled.length > 0 ? [`${spilled.length} deliveries are still spilled, such as ${spilled[0]}`] : []),
    ];
  },
};
