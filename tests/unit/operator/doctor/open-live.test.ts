import { CommandError } from '../../../../operator/command-error.ts';
import { exitCode } from '../../../../operator/exit-code.ts';
import { openLive, type LivePorts } from '../../../../operator/doctor/live/open-live.ts';
import { givenSession } from '../../../support/given-session.ts';
import { memoryObjects } from '../../../support/ports.ts';

const refused = (code: (typeof exitCode)[keyof typeof exitCode], message: string) => async () => {
  throw new CommandError(code, message);
};

const given = (ports: Partial<LivePorts>) =>
  openLive({
    stage: 'prod',
    stackName: 'webhook-pipeline-prod',
    open: refused(exitCode.denied, 'There are no AWS credentials.'),
    readStackTemplate: async () => undefined,
    readAccountConcurrency: async () => 1000,
    ...ports,
  });

const queue = (QueueName: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });

test('what cannot be reached is told with its reason, and asked for once', async () => {
  let opened = 0;
  const live = given({
    open: async () => {
      opened += 1;
      throw new CommandError(exitCode.denied, 'There are no AWS credentials.');
    },
    readAccountConcurrency: refused(exitCode.denied, 'no'),
  });
  const unread = { unread: expect.stringContaining('There are no AWS credentials.') };
  expect(await live.readConfiguration('sources')).toEqual(unread);
  expect(await live.webhooksUrl()).toEqual(unread);
  expect(await live.countMessages('archive')).toEqual(unread);
  expect(await live.countOpenDeadLetters('archive')).toEqual(unread);
  expect(await live.accountConcurrency()).toEqual({ unread: 'lambda:GetAccountSettings could not be asked: no' });
  expect(opened).toBe(1);
  await live.close();
});

test('a fault of our own is not taken for something that cannot be read', async () => {
  const live = given({
    open: async () => {
      throw new TypeError('pipeline is not a function');
    },
  });
  await expect(live.webhooksUrl()).rejects.toThrow(TypeError);
});

test('the queues of a deployed stage are those of its template, and dead letters are told whose they are', async () => {
  const Resources = {
    A: queue('webhook-pipeline-prod-deliveries-dead-letters'),
    B: queue('webhook-pipeline-prod-mail'),
    C: queue('another-stack'),
    D: { Type: 'AWS::SNS::Topic' },
  };
  const live = given({ readStackTemplate: async () => JSON.stringify({ Resources }) });
  expect(await live.deployedQueues()).toEqual([
    { name: 'deliveries-dead-letters', worker: 'dispatch' },
    { name: 'mail' },
  ]);
  expect(await given({}).deployedQueues()).toBe('none');
});

test('a running pipeline is asked for its queues, its sources and what waits', async () => {
  const config = memoryObjects();
  await config.put('config/sources.json', Buffer.from('{}'), { contentType: 'application/json' });
  const { session } = givenSession({
    config,
    queues: { depthOf: async () => ({ waiting: 1, inFlight: 2, delayed: 3 }) },
    inspect: async () => ({ count: 4 }),
  });
  const live = given({ stage: 'local', stackName: 'webhook-pipeline-local', open: async () => session });
  expect(await live.readConfiguration('sources')).toEqual({ text: '{}', from: 'the running pipeline' });
  expect(await live.readConfiguration('redaction')).toMatchObject({ from: 'local/redaction.json' });
  expect(await live.deployedQueues()).toContainEqual({ name: 'deliveries' });
  expect(await live.countMessages('archive')).toBe(6);
  expect(await live.countOpenDeadLetters('archive')).toBe(4);
});

test('where nothing runs here, what would be given to it is looked at', async () => {
  const open = refused(exitCode.notRunning, 'The pipeline does not run here.');
  const live = given({ stage: 'local', stackName: 'webhook-pipeline-local', open });
  expect(await live.readConfiguration('destinations')).toEqual({ text: '{}\n', from: 'local/destinations.json' });
  expect(await live.deployedQueues()).toEqual({ unread: expect.stringContaining('does not run here') });
});
