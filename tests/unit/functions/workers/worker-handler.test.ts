import { createWorkerHandler } from '../../../../functions/workers/worker-handler.ts';

test('a worker without its environment does not start, and says what it lacks', () => {
  delete process.env['RESULTS_BUCKET'];
  expect(() => createWorkerHandler('order-mail', async () => null)).toThrow('RESULTS_BUCKET');
});
