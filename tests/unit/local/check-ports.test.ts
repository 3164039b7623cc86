import { createServer } from 'node:net';
import { checkPorts } from '../../../local/check-ports.ts';
import { listenOnLoopback } from '../../../local/listen-on-loopback.ts';

const startOn = (port: number) => `PORT=${port} npm start`;

test('a taken port is named with the way out', async () => {
  const holder = createServer();
  const port = await listenOnLoopback(holder, 0);
  const checked = checkPorts([{ port, use: 'webhooks', startOn }]);
  await expect(checked).rejects.toThrow(
    `Port ${port} (webhooks) is taken by another program. Stop that one, or choose another port: ` +
      `PORT=${port + 1} npm start (PORT=0 npm start takes any free one)`,
  );
  holder.close();
});

test('free ports pass and stay free', async () => {
  const probe = createServer();
  const port = await listenOnLoopback(probe, 0);
  await new Promise((resolve) => probe.close(resolve));
  await checkPorts([
    { port, use: 'webhooks', startOn },
    { port: 0, use: 'the AWS emulators', startOn },
  ]);
  const second = createServer();
  expect(await listenOnLoopback(second, port)).toBe(port);
  second.close();
});
