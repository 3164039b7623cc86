// `npm run hooks` on a machine whose shell or state is not as it should be.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { startPipeline, temporaryDirectory } from '../../support/local-pipeline.ts';
import { runHooks } from '../../support/run-hooks.ts';

jest.setTimeout(120_000);

test('a proxy of the shell hears nothing of what is sent and read here', async () => {
  const heard: string[] = [];
  const proxy = createServer((socket) => {
    heard.push('a connection');
    socket.destroy();
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(proxy, 0)}`;
  const pipeline = await startPipeline();
  const env = {
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: url,
    http_proxy: url,
    ALL_PROXY: url,
  };
  const { stdout, stderr, exitCode } = await runHooks(pipeline.localDir, ['send', 'github', 'push'], { env });
  await pipeline.stop();
  proxy.close();
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout).toContain('archive ✓');
  expect(heard).toEqual([]);
});

test.each(['', '{"webhooks":"http://127.0.0.1:30', '{}'])(
  'endpoints.json that holds %j is told in one sentence, and the exit code says that nothing runs here',
  async (content) => {
    const localDir = temporaryDirectory();
    writeFileSync(join(localDir, 'endpoints.json'), content);
    const { stderr, exitCode } = await runHooks(localDir, ['send', 'github', 'push']);
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^.+endpoints\.json is not of a pipeline that runs here \(.+\): restart `npm start`\.\n$/);
  },
);
