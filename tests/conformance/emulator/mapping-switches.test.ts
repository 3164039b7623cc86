import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { createLambdaEndpoint } from '../../../local/answer-lambda.ts';
import type { Emulators } from '../../../local/emulators/start-emulators.ts';
import { startEmulators } from '../../../local/emulators/start-emulators.ts';
import { startMappings, type Mappings } from '../../../local/event-sources/start-mappings.ts';
import type { Functions } from '../../../local/functions/start-functions.ts';
import { refusalOf, createClients } from '../../support/emulator-clients.ts';
import { counts, createQueue, send, type TestQueue } from '../../support/emulator-queues.ts';
import { tinyFunction } from '../../unit/local/functions/tiny-functions.ts';

let emulators: Emulators;
let lambda: LambdaClient;
let clients: ReturnType<typeof createClients>;
let queue: TestQueue;
let mappings: Mappings;
let invoked: Promise<void>;
let answer: () => void;

/** A function that answers when it is told to. */
function tinyFunctions(): Functions {
  const begun = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  invoked = begun.promise;
  answer = answered.resolve;
  return {
    describe: () => tinyFunction,
    async invoke() {
      begun.resolve();
      await answered.promise;
      return { requestId: 'r', log: '', result: 'null' };
    },
    recycle: () => undefined,
    killEnvironment: () => undefined,
    close: async () => undefined,
  };
}

beforeAll(async () => {
  const functions = tinyFunctions();
  const starting = Promise.withResolvers<Mappings>();
  emulators = await startEmulators({
    directory: ':memory:',
    port: 0,
    answerLambda: createLambdaEndpoint({
      functions: Promise.resolve(functions),
      mappings: starting.promise,
      guard: { refusal: () => undefined, mayDeliver: () => true },
      region: 'us-east-1',
      accountId: '000000000000',
    }),
  });
  clients = createClients(emulators.url);
  lambda = new LambdaClient({
    endpoint: emulators.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  queue = await createQueue(clients.sqs);
  mappings = startTiny(functions);
  starting.resolve(mappings);
});
afterAll(async () => {
  answer();
  await mappings.close();
  lambda.destroy();
  for (const client of Object.values(clients)) client.destroy();
  await emulators.close();
});

function startTiny(functions: Functions): Mappings {
  return startMappings({
    mappings: [
      {
        logicalId: 'TinyMapping',
        name: 'TinyMapping',
        properties: {
          EventSourceArn: queue.arn,
          FunctionName: tinyFunction.arn,
          Enabled: true,
          BatchSize: 10,
          MaximumBatchingWindowInSeconds: 0,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        },
      },
    ],
    mayPoll: () => true,
    queues: emulators.queues,
    switches: emulators.mappingSwitches,
    functions,
    region: 'us-east-1',
    speed: 1,
    log: () => undefined,
  });
}

async function idOfTiny(): Promise<string> {
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: tinyFunction.name }),
  );
  return EventSourceMappings[0]!.UUID!;
}

const stateOf = async (UUID: string) => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
const update = (UUID: string, Enabled: boolean) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));

test('a worker is paused while it works: its batch ends, what comes waits, and it stays so at the next start', async () => {
  const id = await idOfTiny();
  expect(await stateOf(id)).toBe('Enabled');
  await send(clients.sqs, queue, 'under way');
  await invoked;
  expect((await update(id, false)).State).toBe('Disabling');
  expect(await refusalOf(update(id, true))).toMatchObject({ name: 'ResourceInUseException' });
  await send(clients.sqs, queue, 'waits');
  answer();
  while ((await stateOf(id)) !== 'Disabled') await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await counts(clients.sqs, queue)).toBe('1/0/0');

  const next = startTiny(tinyFunctions());
  expect(next.list().map(({ state }) => state)).toEqual(['Disabled']);
  await next.close();

  expect((await update(id, true)).State).toMatch(/^Enabl(?:ing|ed)$/);
  while ((await counts(clients.sqs, queue)) !== '0/0/0') await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await stateOf(id)).toBe('Enabled');
});

test('a function that no queue feeds has no mapping', async () => {
  const answered = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: 'tests-other' }));
  expect(answered.EventSourceMappings).toEqual([]);
});

test('an unknown mapping, and a change of anything else, are refused', async () => {
  const unknown = '00000000-0000-0000-0000-000000000000';
  expect(await refusalOf(stateOf(unknown))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
  const resize = new UpdateEventSourceMappingCommand({ UUID: await idOfTiny(), BatchSize: 5 });
  expect(await refusalOf(lambda.send(resize))).toMatchObject({ name: 'InvalidParameterValueException' });
});
