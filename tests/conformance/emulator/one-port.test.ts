import type { IncomingMessage, ServerResponse } from 'node:http';
import { get } from 'node:http';

import { startEmulators } from '../../../local/emulators/start-emulators.ts';
import type { EmulatorClients } from '../../support/emulator-clients.ts';
import { startEmulatorClients } from '../../support/emulator-clients.ts';

function invokeFunction(request: IncomingMessage, response: ServerResponse): void {
  response.end(`invoked ${request.url}`);
}

let aws: EmulatorClients;
beforeAll(async () => {
  aws = await startEmulatorClients({ answerLambda: invokeFunction });
});
afterAll(() => aws.close());

/** By node:http, because fetch does not let its caller name a Host. */
async function statusFor(headers: Record<string, string>): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  get(aws.emulators.url, { headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  }).on('error', reject);
  return promise;
}

test('the port is on 127.0.0.1', () => {
  expect(aws.emulators.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test('a port that is taken rejects with the error of Node', async () => {
  const port = Number(new URL(aws.emulators.url).port);
  await expect(startEmulators({ directory: ':memory:', port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('the Lambda API goes to whoever runs the functions', async () => {
  const path = '/2015-03-31/functions/archive/invocations';
  const response = await fetch(aws.emulators.url + path, { method: 'POST', body: '{}' });
  expect(await response.text()).toBe(`invoked ${path}`);
});

test.each(['127.0.0.1:4566', 'localhost', 'LOCALHOST:1', '[::1]:4566'])('Host %s is served', async (host) => {
  expect(await statusFor({ host })).toBe(200);
});

test.each([
  ['another name that resolves to this machine', { host: 'rebound.example.com' }],
  ['a name that only begins like ours', { host: '127.0.0.1.example.com' }],
  ['a name below ours', { host: 'bucket.localhost:4566' }],
  ['another address of this machine', { host: '127.0.0.2:4566' }],
  ['a web page elsewhere', { host: '127.0.0.1', origin: 'https://example.com' }],
  ['a web page that hides its origin', { host: '127.0.0.1', origin: 'null' }],
  ['a form of a web page elsewhere', { host: '127.0.0.1', 'sec-fetch-site': 'cross-site' }],
  ['a page of another program on this machine', { host: 'localhost:4566', 'sec-fetch-site': 'same-site' }],
])('a request from %s is refused', async (_, headers) => {
  expect(await statusFor(headers)).toBe(403);
});

test.each(['none', 'same-origin'])('a browser that its user has sent here is served (%s)', async (site) => {
  expect(await statusFor({ 'sec-fetch-site': site })).toBe(200);
});

test('a service that local mode lacks is refused by name', async () => {
  const headers = { 'x-amz-target': 'Kinesis_20131202.PutRecord' };
  const response = await fetch(aws.emulators.url, { method: 'POST', headers, body: '{}' });
  expect(response.status).toBe(501);
  expect(await response.text()).toContain('Kinesis_20131202.PutRecord');
});

test('a body that is not JSON is refused in SQS terms', async () => {
  const headers = { 'x-amz-target': 'AmazonSQS.ListQueues', 'content-type': 'application/x-amz-json-1.0' };
  const response = await fetch(aws.emulators.url, { method: 'POST', headers, body: '{' });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('SerializationException');
});
