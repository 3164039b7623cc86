import type { Design } from '../design.ts';
import type { Alternative } from './alternative.ts';

/** What stands between a sender and the workers. */
export function flowAlternatives(design: Design): readonly Alternative[] {
  return [
    {
      choice: 'fan-out',
      today: 'topic, a filter at each subscription',
      alternative: 'dispatch filters, and sends to each queue ten at a time',
      price: 'a new worker is a change of dispatch, and dispatch retries for each queue by itself',
      design: { ...design, isTopicless: true as const },
    },
    ...(design.isFair
      ? [
          {
            choice: 'group ids',
            today: 'on every message',
            alternative: 'none',
            price: 'behind one noisy source every other one waits',
            design: { ...design, isFair: false },
          },
        ]
      : []),
  ];
}
