import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { TOKEN_HEADER } from '../../../../operator/console/protocol/refusal.ts';
import { startConsole } from '../../../../operator/console/server/start-console.ts';
import { exitCode } from '../../../../operator/exit-code.ts';
import { inventPipeline } from '../../../support/invented-pipeline.ts';

const start = (port: number, told: string[] = []) =>
  startConsole({
    openPipeline: async () => inventPipeline(),
    files: { document: '<div id="root"></div>', assets: new Map() },
    port,
    clock: systemClock,
    ids: systemIds,
    tell: (line) => told.push(line),
  });

const statusOf = (port: number, headers: Readonly<Record<string, string>>) =>
  new Promise<number | undefined>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/api/about', headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once('error', reject)
      .end();
  });

test('where its port is taken it takes the next, says so, and has a token of its own', async () => {
  const told: string[] = [];
  const first = await start(0);
  const second = await start(first.port, told);
  expect(second.port).toBeGreaterThan(first.port);
  expect(told.join()).toContain(`Port ${first.port} is taken`);
  const [token, other] = [first, second].map(({ url }) => new URL(url).hash.replace('#token=', ''));
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(other).not.toBe(token);
  const ours = { 'sec-fetch-site': 'same-origin', [TOKEN_HEADER]: other ?? '' };
  expect(await statusOf(second.port, ours)).toBe(200);
  expect(await statusOf(first.port, ours)).toBe(401);
  expect(await statusOf(second.port, { ...ours, host: `rebound.example:${second.port}` })).toBe(403);
  expect(await Promise.all([first.stop(), second.stop()])).toEqual([[], []]);
  await expect(statusOf(first.port, ours)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('where no port is left it says so in a sentence, and what to do', async () => {
  const inTheWay = createServer().listen(65_535, '127.0.0.1');
  // Whoever else has it is in the way just as well.
  await Promise.race([once(inTheWay, 'listening'), once(inTheWay, 'error').catch(() => undefined)]);
  await expect(start(65_535)).rejects.toMatchObject({
    name: 'CommandError',
    exitCode: exitCode.failed,
    message: 'The port 65535 is taken: choose another with --port, or --port 0 for any free one.',
  });
  inTheWay.close();
});
