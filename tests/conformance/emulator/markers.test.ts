// Markers and breakers over the real SDK: what the unit tests show in memory holds where DynamoDB decides.
import { CreateTableCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { behindAQueue } from '#shared/aws/client-settings.ts';
import { createTable } from '#shared/aws/table.ts';
import { createBreakerStore } from '#shared/breakers/breaker-store.ts';
import { closed, halfOpened, opened, probing } from '#shared/breakers/breaker.ts';
import { RetryLater } from '#shared/errors.ts';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { createOnce } from '#shared/markers/once.ts';
import type { Table } from '#shared/ports.ts';
import { startEmulatorClients, type EmulatorClients } from '../../support/emulator-clients.ts';
import { fixedClock, recordingLog } from '../../support/ports.ts';

const TableName = 'markers';

let aws: EmulatorClients;
let table: Table;

beforeAll(async () => {
  aws = await startEmulatorClients();
  await aws.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  await waitUntilTableExists({ client: aws.dynamoDb, minDelay: 0.02, maxDelay: 0.1, maxWaitTime: 10 }, { TableName });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const settings = { ...behindAQueue, endpoint: aws.emulators.url, region: 'us-east-1', credentials };
  table = createTable(TableName, { ids: systemIds, settings });
});
afterAll(() => aws.close());

const marked = (id: string) => ({ id: `forward/${id}/erp`, leaseMs: 30_000 });

test('of many at once one alone does the work, and all later ones get exactly its result', async () => {
  const once = createOnce({ table, clock: systemClock, log: recordingLog() });
  const result = { destination: 'erp', status: 204, nested: { list: [1, null, 'é 😀', true, ''] } };
  let done = 0;
  const work = async () => {
    done += 1;
    return result;
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => once(marked('many'), work)));
  const reasons = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  expect(reasons.filter((reason) => !(reason instanceof RetryLater))).toEqual([]);
  expect(done).toBe(1);
  expect(await once(marked('many'), work)).toEqual(result);
  expect(done).toBe(1);
});

test('a run whose lease has passed can neither complete nor delete the marker of its successor', async () => {
  const clock = fixedClock('2026-01-02T03:04:05.000Z');
  const once = createOnce({ table, clock, log: recordingLog() });
  const started = Promise.withResolvers<void>();
  const zombie = Promise.withResolvers<string>();
  const doing = once(marked('zombie'), () => {
    started.resolve();
    return zombie.promise;
  });
  await started.promise;
  clock.advance(30_001);
  await once(marked('zombie'), async () => 'successor');
  zombie.reject(new Error('too late'));
  await expect(doing).rejects.toThrow('too late');
  expect(await once(marked('zombie'), async () => 'third')).toBe('successor');
});

test('what failed leaves no marker', async () => {
  const once = createOnce({ table, clock: systemClock, log: recordingLog() });
  await expect(once(marked('failed'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await table.get(marked('failed').id)).toBeUndefined();
});

test('a breaker goes through its states, and of two that saw the same one alone writes', async () => {
  const breakers = createBreakerStore(table);
  const now = new Date();
  const random = { fraction: () => 0.3 };
  expect(await breakers.getMany([])).toEqual([]);
  const open = opened({ destination: 'erp', lastFailure: 'answered 503' }, now, random);
  await breakers.put(open, 'absent');
  const [stored] = await breakers.getMany(['crm', 'erp']);
  expect(stored?.breaker).toEqual(open);
  const half = halfOpened(stored!.breaker, now);
  const revision = await breakers.put(half, stored!.revision);
  const claims = [15_000, 16_000].map((ms) => breakers.put(probing(half, ms, now), revision));
  const won = (await Promise.all(claims)).filter((outcome) => outcome !== 'conflict');
  expect(won).toHaveLength(1);
  const last = await breakers.put(closed(half, now), won[0]!);
  expect(await breakers.remove('erp', won[0]!)).toBe('conflict');
  expect(await breakers.remove('erp', last)).toBe('removed');
});
