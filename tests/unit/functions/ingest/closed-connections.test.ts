// Services close connections that nobody uses, and an environment that stands frozen does not hear of it.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { impatient } from '#shared/aws/client-settings.ts';
import { createObjects } from '#shared/aws/objects.ts';
import { createQueue } from '#shared/aws/queue.ts';
import { systemClock } from '#shared/lambda/system.ts';
import { createConfirmMessage, SEND_WITHIN_MS, SPILL_WITHIN_MS } from '../../../../functions/ingest/confirm-message.ts';
import { pointAtEmulators } from '../../../support/point-at-emulators.ts';

/** SQS and S3 of one answer each, in a thread of their own, so that they go on while this one stands still. */
const services = `
  const { createHash } = require('node:crypto');
  const http = require('node:http');
  const { text } = require('node:stream/consumers');
  const { parentPort } = require('node:worker_threads');
  const md5 = (body) => createHash('md5').update(body).digest('hex');
  const connections = new Set();
  const server = http.createServer(async (request, response) => {
    const asked = await text(request);
    if (request.method === 'PUT') return response.setHeader('etag', '"x"').end();
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ MessageId: 'm', MD5OfMessageBody: md5(JSON.parse(asked).MessageBody) }));
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
  parentPort.on('message', (closed) => {
    for (const connection of connections) connection.destroy();
    Atomics.store(closed, 0, 1);
    Atomics.notify(closed, 0);
  });
`;

test('a webhook behind connections that were closed while the environment stood frozen is queued like any other', async () => {
  const thread = new Worker(services, { eval: true });
  const [port] = (await once(thread, 'message')) as [number];
  pointAtEmulators({ aws: `http://127.0.0.1:${port}`, region: 'us-east-1' });
  const queue = createQueue(`http://127.0.0.1:${port}/000000000000/deliveries`, impatient(SEND_WITHIN_MS));
  const spill = createObjects('results', impatient(SPILL_WITHIN_MS));
  const confirmMessage = createConfirmMessage({ deliveries: queue, spill, clock: systemClock });
  const message = { body: '{}', attributes: { source: 'github' }, group: 'github' };
  for (let round = 0; round < 5; round += 1) {
    await queue.send(message);
    await spill.put('warm', Buffer.from('x'), { contentType: 'text/plain' });
    // A frozen process hears nothing: neither does a thread that waits here.
    const closed = new Int32Array(new SharedArrayBuffer(4));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
    thread.postMessage(closed);
    Atomics.wait(closed, 0, 0, 5000);
    expect(await confirmMessage(message, 'spilled/1.json')).toBe('queued');
  }
  await thread.terminate();
});
