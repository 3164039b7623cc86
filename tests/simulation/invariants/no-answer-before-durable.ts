import type { Invariant } from './invariant.ts';

export const noAnswerBeforeDurable: Invariant = {
  name: 'No webhook is accepted before it is durable',
  check: ({ answers }) =>
    answers
      .filter(({ wasDurable }) => !wasDurable)
      .map(({ deliveryId, status }) => `${deliveryId} was answered ${status} before anything had stored it`),
};
