import type { Receipt } from '#shared/messages/receipt.ts';

/** How many the run's dry run met; undefined where nobody counted them. */
export const foreseenOf = ({ request }: Pick<Receipt, 'request'>): number | undefined =>
  'foreseen' in request ? request.foreseen : undefined;
