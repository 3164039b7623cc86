import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import { jest } from '@jest/globals';
import { createLog } from '#shared/lambda/log.ts';
import { createQueue } from '#shared/aws/queue.ts';

/** The lines that a call writes to standard error, where Powertools puts errors, and to standard output. */
async function printedBy(write: () => void | Promise<void>): Promise<readonly Record<string, unknown>[]> {
  const lines: string[] = [];
  const spies = (['info', 'warn', 'error'] as const).map((level) =>
    jest.spyOn(console, level).mockImplementation((line: unknown) => void lines.push(String(line))),
  );
  try {
    await write();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}

beforeEach(() => {
  // Powertools prints through its own stream unless it runs for a developer.
  process.env['POWERTOOLS_DEV'] = 'true';
});

afterEach(() => {
  delete process.env['POWERTOOLS_DEV'];
});

test('a line is JSON with its level, its message and its fields', async () => {
  const lines = await printedBy(() => createLog().info('Webhook accepted', { source: 'stripe', events: 1 }));
  expect(lines).toMatchObject([{ level: 'INFO', message: 'Webhook accepted', source: 'stripe', events: 1 }]);
});

test('an error is printed with its stack and its causes', async () => {
  const error = new Error('Delivery d was not confirmed', { cause: new Error('no answer') });
  const [line] = await printedBy(() => createLog().error('Webhook rejected', { error }));
  expect(line).toMatchObject({ error: { message: 'Delivery d was not confirmed', cause: { message: 'no answer' } } });
  expect(JSON.stringify(line)).toContain('log.test.ts');
});

test('anything else thrown is named by its text', async () => {
  const lines = await printedBy(() => createLog().error('Message failed', { error: 'a text' }));
  expect(lines).toMatchObject([{ error: { message: 'a text' } }]);
});

test('no error is printed with its secrets or with what it carries, whoever logs it', async () => {
  const cause = v.safeParse(v.object({ v: v.literal(1) }), { v: 2, body: 'nobody-may-read-this' });
  const error = new Error('token=nobody-may-read-this', { cause: new v.ValiError(cause.issues!) });
  for (const level of ['info', 'warn', 'error'] as const) {
    const lines = await printedBy(() => createLog()[level]('Failed', { error }));
    expect(lines).toMatchObject([{ error: { message: 'token=…', cause: { name: 'ValiError' } } }]);
    expect(JSON.stringify(lines)).not.toContain('nobody-may-read-this');
  }
});

test('a failed call to AWS is logged without what was sent', async () => {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: 'com.amazonaws.sqs#InvalidMessageContents', message: 'refused' }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'k',
    AWS_SECRET_ACCESS_KEY: 'nobody-may-read-this',
  });
  const error: unknown = await createQueue(`${url}/0/q`)
    .send({ body: 'nobody-may-read-this', attributes: { source: 's' } })
    .catch((thrown: unknown) => thrown);
  server.close();
  const lines = await printedBy(() => createLog().error('Webhook rejected', { error }));
  expect(lines).toMatchObject([{ error: { name: 'InvalidMessageContents', message: 'refused' } }]);
  expect(JSON.stringify(lines)).not.toContain('nobody-may-read-this');
});
