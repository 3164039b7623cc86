// Every right is needed and every need has a right: what the functions ask of AWS in a day, against the roles that let them.
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { compareRights, type ComparedCall } from '../../local/iam/compare-rights.ts';
import { readRights } from '../../local/iam/read-rights.ts';
import { createResolver } from '../../template/create-resolver.ts';
import { readPackagedService } from '../../template/read-packaged-service.ts';
import { startDestinationServer, type DestinationServer } from '../support/destination-server.ts';
import { temporaryDirectory } from '../support/local-pipeline.ts';
import { packagedDirectory } from '../support/packaged.ts';
import { putDestination } from '../support/put-destination.ts';
import { beforeConfiguration } from '../support/rights/before-configuration.ts';
import { failAndMend, receive, spillAndSweep } from '../support/rights/failing-and-mending.ts';
import { operate, spareDestination } from '../support/rights/operating.ts';
import { watchPipeline } from '../support/rights/pipeline-under-watch.ts';
import { startRefusingProxy, type RefusingProxy } from '../support/rights/refusing-proxy.ts';

jest.setTimeout(400_000);

let proxy: RefusingProxy;
let destination: DestinationServer;

beforeAll(async () => {
  [proxy, destination] = await Promise.all([startRefusingProxy(), startDestinationServer()]);
});
afterAll(() => Promise.all([proxy.close(), destination.close()]));

const isDerived = ({ action }: ComparedCall): boolean => action.startsWith('logs:');

test('each function has every right that it needs, and no other', async () => {
  const localDir = temporaryDirectory();
  const first = await watchPipeline({ localDir });
  const board = await beforeConfiguration(first);
  writeFileSync('/tmp/h5-first.json', JSON.stringify(first.calls()));
  await putDestination(first.endpoints, destination.url);
  const calls = [...first.calls()];
  await first.stop();

  const env = { FUNCTIONS_AWS_URL: proxy.url };
  const pipeline = await watchPipeline({ localDir, args: ['--speed', '200', '--inspect', '0'], env });
  proxy.leadTo(pipeline.endpoints.aws);
  const workers = Object.keys(pipeline.endpoints.workers);
  const marks: string[] = [];
  const t0 = performance.now();
  const step = async <R>(name: string, run: () => Promise<R>): Promise<R | undefined> => {
    try { return await run(); } catch (error) { marks.push(`${name}: ${String(error).slice(0, 300)}`); return undefined; }
    finally { marks.push(`${name} ${Math.round(performance.now() - t0)}`); writeFileSync('/tmp/h5-marks.json', JSON.stringify(marks, null, 1)); writeFileSync('/tmp/h5-calls.json', JSON.stringify([...calls, ...pipeline.calls()])); writeFileSync('/tmp/h5-output.log', pipeline.output()); }
  };
  const deliveryId = await step('receive', () => receive(pipeline, board));
  await step('fail', () => failAndMend(pipeline, proxy, workers));
  await step('spill', () => spillAndSweep(pipeline, proxy));
  await step('operate', () => operate(pipeline, deliveryId ?? 'x', workers));
  await step('spare', () => spareDestination(pipeline, destination));
  await sleep(10);
  calls.push(...pipeline.calls());
  writeFileSync('/tmp/h5-output.log', pipeline.output());
  writeFileSync('/tmp/h5-calls.json', JSON.stringify(calls));
  await pipeline.stop();

  const packaged = await readPackagedService(packagedDirectory('local'));
  const surroundings = { accountId: '000000000000', region: packaged.region, stackName: packaged.stackName, awsUrl: 'http://127.0.0.1', webhooksUrl: 'http://127.0.0.1' };
  const rights = readRights(packaged, createResolver(packaged.template, surroundings));
  expect({ marks, findings: compareRights({ rights: new Map([...rights.functions, ['operator', rights.operator]]), calls, isDerived }), denied: calls.filter(({isAllowed})=>!isAllowed) }).toEqual([]);
});
