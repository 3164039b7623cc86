import { startMappings } from '../../../../local/event-sources/start-mappings.ts';
import type { Functions } from '../../../../local/functions/start-functions.ts';
import type { MappingProperties } from '../../../../local/template/read-pipeline.ts';
import { tinyFunction } from '../functions/tiny-functions.ts';
import { createFakeQueue, message } from './fake-queue.ts';

const properties: MappingProperties = {
  EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:work',
  FunctionName: tinyFunction.arn,
  Enabled: true,
  BatchSize: 10,
  MaximumBatchingWindowInSeconds: 0,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
};

function start(
  changes: Partial<MappingProperties>,
  timeoutSeconds = 5,
  queues = createFakeQueue(30),
  switched = new Map<string, boolean>(),
  mayPoll = true,
) {
  let invocations = 0;
  const functions: Functions = {
    describe: () => ({ ...tinyFunction, timeoutSeconds }),
    invoke: async () => {
      invocations += 1;
      return { requestId: 'r', log: '', result: 'null' };
    },
    recycle: () => undefined,
    killEnvironment: () => undefined,
    close: async () => undefined,
  };
  const mappings = [{ logicalId: 'WorkMapping', name: 'WorkMapping', properties: { ...properties, ...changes } }];
  const mapping = startMappings({
    mappings,
    mayPoll: () => mayPoll,
    queues,
    switches: { isEnabled: (id) => switched.get(id), set: (id, isEnabled) => switched.set(id, isEnabled) },
    functions,
    region: 'us-east-1',
    speed: 1,
    log: () => undefined,
  });
  return { mapping, queues, invocations: () => invocations };
}

test('a function that may outlive the visibility timeout is refused, as Lambda refuses it', () => {
  expect(() => start({}, 31)).toThrow(
    'WorkMapping: tiny may run for 31 s, but work gives a message again after 30 s. ' +
      "Lambda refuses that; make VisibilityTimeout at least 6 × the function's time-out.",
  );
});

test('a batch above ten without a window is refused, as Lambda refuses it', () => {
  expect(() => start({ BatchSize: 11 })).toThrow('a BatchSize above 10 only with a batching window of at least 1 s');
});

test('a disabled mapping takes nothing from its queue', async () => {
  const { mapping, queues, invocations } = start({ Enabled: false }, 31);
  queues.send(message('m-1'));
  await mapping.close();
  expect(invocations()).toBe(0);
  expect(queues.received).toEqual([]);
});
