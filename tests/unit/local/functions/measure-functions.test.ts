import { measureFunctions } from '../../../../local/functions/measure-functions.ts';
import { TooManyRequests, type Outcome } from '../../../../local/functions/outcome.ts';
import { tinyFunction } from './tiny-functions.ts';

/** What is counted of one invocation, as metric → value. */
async function counted(invoke: () => Promise<Outcome>): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  const measured = measureFunctions(
    {
      invoke,
      describe: () => tinyFunction,
      recycle: () => undefined,
      killEnvironment: () => undefined,
      close: async () => undefined,
    },
    (name, metric, value = 1) => {
      expect(name).toBe(tinyFunction.name);
      counts[metric] = (counts[metric] ?? 0) + value;
    },
  );
  await measured.invoke(tinyFunction.name, '{}').catch(() => undefined);
  return counts;
}

const outcome = { requestId: 'r', log: '' };

test('an invocation is counted with how long it took', async () => {
  const counts = await counted(async () => ({ ...outcome, result: 'null' }));
  expect(counts).toEqual({ Invocations: 1, Errors: 0, Duration: expect.any(Number) });
});

test('one that failed is an error too', async () => {
  const error = { errorType: 'Error', errorMessage: 'no' };
  expect(await counted(async () => ({ ...outcome, error }))).toMatchObject({ Invocations: 1, Errors: 1 });
});

test('one that was throttled is no invocation', async () => {
  expect(await counted(() => Promise.reject(new TooManyRequests('Rate exceeded')))).toEqual({ Throttles: 1 });
});
