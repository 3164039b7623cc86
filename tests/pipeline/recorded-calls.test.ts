// Every right is needed and every need has a right: what functions and operators ask of AWS, against what lets them.
import { jest } from '@jest/globals';
import { compareRights, type ComparedCall } from '../../local/iam/compare-rights.ts';
import type { Decision } from '../../local/iam/create-guard.ts';
import type { Statement } from '../../local/iam/statement.ts';
import { startDestinationServer, type DestinationServer } from '../support/destination-server.ts';
import { temporaryDirectory } from '../support/local-pipeline.ts';
import { putDestination } from '../support/put-destination.ts';
import { beforeConfiguration } from '../support/rights/before-configuration.ts';
import { drainDestination } from '../support/rights/draining.ts';
import { eraseEverywhere } from '../support/rights/erasing.ts';
import { giveUp, tryAgain } from '../support/rights/failing.ts';
import { act, closeAfterOthers, drainQueues, look } from '../support/rights/operating.ts';
import { packagedRights, type PackagedRights } from '../support/rights/packaged-rights.ts';
import { watchPipeline } from '../support/rights/pipeline-under-watch.ts';
import { receive, spill } from '../support/rights/receiving.ts';
import { startRefusingProxy, type RefusingProxy } from '../support/rights/refusing-proxy.ts';

jest.setTimeout(300_000);

let proxy: RefusingProxy;
let destination: DestinationServer;
let calls: readonly Decision[];

beforeAll(async () => {
  [proxy, destination] = await Promise.all([startRefusingProxy(), startDestinationServer()]);
  calls = await playEverything();
}, 300_000);
afterAll(() => Promise.all([proxy.close(), destination.close()]));

/** Twice the same pipeline: what functions have once read of the configuration they hold for a minute. */
async function playEverything(): Promise<readonly Decision[]> {
  const localDir = temporaryDirectory();
  const first = await watchPipeline({ localDir });
  const board = await beforeConfiguration(first);
  await putDestination(first.endpoints, destination.url);
  const early = first.calls();
  await first.stop();

  const env = { FUNCTIONS_AWS_URL: proxy.url };
  const pipeline = await watchPipeline({ localDir, args: ['--speed', '10'], env });
  proxy.leadTo(pipeline.endpoints.aws);
  const everyone = ['dispatch', ...Object.keys(pipeline.endpoints.workers)];
  const received = await receive(pipeline, board);
  await tryAgain(pipeline, proxy, everyone);
  await Promise.all([giveUp(pipeline, destination, everyone), look(pipeline, received)]);
  await Promise.all([spill(pipeline, proxy), act(pipeline)]);
  await drainQueues(pipeline, everyone);
  await eraseEverywhere(pipeline, proxy);
  await closeAfterOthers(pipeline, proxy);
  await drainDestination(pipeline, proxy);
  const late = pipeline.calls();
  await pipeline.stop();
  return [...early, ...late];
}

const polling = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Rights that somebody else uses for a function, in no call that local mode sees. */
const derived: readonly ((right: ComparedCall, fed: PackagedRights['fed']) => boolean)[] = [
  // Its event source mapping takes from the queue in its name.
  ({ principal, action, resource }, fed) => polling.includes(action) && fed.get(principal)?.includes(resource) === true,
  // Lambda writes down in its name what it prints.
  ({ principal, action, resource }) =>
    action.startsWith('logs:') && resource.endsWith(`:log-group:/aws/lambda/webhook-pipeline-local-${principal}:*`),
];

const meant: readonly RegExp[] = [
  // By names that begin alike: exact lists of twenty workers would outgrow a managed policy.
  /^operator: (?:PauseWorkers|CountMessages|ReadLogs) allows \S+ on \S+, which is wider than any call$/,
  // What workers left there that are no longer rows must be forgotten as well.
  /^erase: EraseResults allows s3:\w+ on \S+\/results\/\*, which is wider than any call$/,
  // To tell an object that another erasure has just taken away from one that is forbidden.
  /^erase: FindWhatToErase allows the s3:prefix archive\/date=\*, and no call needs it$/,
];

const findingsOf = (rights: ReadonlyMap<string, readonly Statement[]>, fed: PackagedRights['fed']) =>
  compareRights({ rights, calls, isDerived: (right) => derived.some((isDerived) => isDerived(right, fed)) }).filter(
    (finding) => !meant.some((one) => one.test(finding)),
  );

test.each(['local', 'prod'] as const)(
  'each role of stage %s has every right that is needed, and no other',
  async (stage) => {
    const { functions, operator, fed } = await packagedRights(stage);
    expect(findingsOf(new Map([...functions, ['operator', operator]]), fed)).toEqual([]);
  },
);

test('a statement that were missing, had an action more or meant everything would be found', async () => {
  const { functions, fed } = await packagedRights('prod');
  const overlooked = [...functions].flatMap(([principal, statements]) =>
    statements.flatMap((statement) => {
      const rest = statements.filter((one) => one !== statement);
      const isAllDerived = findingsOf(new Map([[principal, rest]]), fed).length === 0;
      const changed: readonly (readonly [string, Statement])[] = [
        ['acts', { ...statement, actions: [...statement.actions, 's3:DeleteBucket'] }],
        ['means', { ...statement, resources: ['*'] }],
      ];
      const unseen = changed.filter(([, one]) => findingsOf(new Map([[principal, [...rest, one]]]), fed).length === 0);
      return [...(isAllDerived ? ['is missing'] : []), ...unseen.map(([change]) => change)].map(
        (change) => `${principal}: ${statement.sid} ${change}`,
      );
    }),
  );
  // What AWS does in a role's name nobody records: tests/template/roles.test.ts says by name that both are there.
  const inItsName = [...functions.keys()].map((name) => `${name}: WriteLogs is missing`);
  expect(overlooked.toSorted()).toEqual([...inItsName, 'keeper: TakeDeadLetters is missing'].toSorted());
});

test('nothing that anybody asked was denied, and everybody asked for something', async () => {
  expect(calls.filter(({ isAllowed }) => !isAllowed)).toEqual([]);
  const { functions } = await packagedRights('local');
  expect(new Set(calls.map(({ principal }) => principal))).toEqual(new Set([...functions.keys(), 'operator']));
});
