import { createWorkerHandler } from './worker-handler.ts';

export const handler = createWorkerHandler('ledger', async (event) => {
  const parsed = JSON.parse(event.body);
  const { amount = 0, currency = '' } = parsed.data?.object ?? parsed;
  return { lines: [{ account: 'receivable', amount, currency }] };
});
