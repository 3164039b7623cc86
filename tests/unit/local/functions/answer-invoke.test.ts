import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { createInvokeEndpoint } from '../../../../local/functions/answer-invoke.ts';
import { FunctionNotFound, TooManyRequests, type Outcome } from '../../../../local/functions/outcome.ts';
import type { Functions } from '../../../../local/functions/start-functions.ts';
import { listenOnLoopback } from '../../../../local/listen-on-loopback.ts';
import { tinyFunction } from './tiny-functions.ts';

let server: Server;
let lambda: LambdaClient;
let invoked: { name: string; event: string }[];
let answer: () => Promise<Outcome>;

beforeEach(async () => {
  invoked = [];
  answer = async () => ({ requestId: 'r-1', log: 'START\nEND', result: '{"ok":true}' });
  const functions: Functions = {
    describe(name) {
      if (name === tinyFunction.name) return tinyFunction;
      throw new FunctionNotFound(`Function not found: ${name}`);
    },
    invoke(name, event) {
      invoked.push({ name, event });
      return answer();
    },
    recycle: () => undefined,
    killEnvironment: () => undefined,
    close: async () => undefined,
  };
  server = createServer(createInvokeEndpoint(Promise.resolve(functions)));
  lambda = new LambdaClient({
    endpoint: `http://127.0.0.1:${await listenOnLoopback(server, 0)}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  lambda.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const textOf = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString();

test.each([
  'tests-local-tiny',
  'tests-local-tiny:$LATEST',
  '000000000000:function:tests-local-tiny',
  'arn:aws:lambda:us-east-1:000000000000:function:tests-local-tiny',
  'arn:aws:lambda:us-east-1:000000000000:function:tests-local-tiny:live',
])('%s names the function', async (FunctionName) => {
  const response = await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{"n":1}') }));
  expect(response).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(response.FunctionError).toBeUndefined();
  expect(textOf(response.Payload)).toBe('{"ok":true}');
  expect(invoked).toEqual([{ name: 'tests-local-tiny', event: '{"n":1}' }]);
});

test('a failed function is a 200 with FunctionError and the error as payload', async () => {
  const error = { errorType: 'TypeError', errorMessage: 'no', trace: ['TypeError: no'] };
  answer = async () => ({ requestId: 'r-1', log: '', error });
  const response = await lambda.send(new InvokeCommand({ FunctionName: 'tests-local-tiny' }));
  expect(response).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(JSON.parse(textOf(response.Payload))).toEqual(error);
});

test('the log is told to who asks for it', async () => {
  const response = await lambda.send(new InvokeCommand({ FunctionName: 'tests-local-tiny', LogType: 'Tail' }));
  expect(Buffer.from(response.LogResult ?? '', 'base64').toString()).toBe('START\nEND');
});

test('an asynchronous invocation is accepted before it is finished', async () => {
  const finished = Promise.withResolvers<Outcome>();
  answer = () => finished.promise;
  const response = await lambda.send(new InvokeCommand({ FunctionName: 'tests-local-tiny', InvocationType: 'Event' }));
  expect(response.StatusCode).toBe(202);
  expect(invoked).toEqual([{ name: 'tests-local-tiny', event: '{}' }]);
  finished.resolve({ requestId: 'r-1', log: '', result: 'null' });
});

test('a dry run invokes nothing', async () => {
  const response = await lambda.send(new InvokeCommand({ FunctionName: 'tests-local-tiny', InvocationType: 'DryRun' }));
  expect(response.StatusCode).toBe(204);
  expect(invoked).toEqual([]);
});

test('an unknown function is a ResourceNotFoundException', async () => {
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: nobody',
    $metadata: { httpStatusCode: 404 },
  });
});

test('a throttled function is a TooManyRequestsException', async () => {
  answer = () => Promise.reject(new TooManyRequests('Rate exceeded'));
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'tests-local-tiny' }))).rejects.toMatchObject({
    name: 'TooManyRequestsException',
    $metadata: { httpStatusCode: 429 },
  });
});

test('an event above 6 MB is a RequestEntityTooLargeException', async () => {
  const Payload = Buffer.alloc(6_291_457, ' ');
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'tests-local-tiny', Payload }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 413 },
  });
  expect(invoked).toEqual([]);
});

test('an event that is not JSON is refused', async () => {
  const Payload = Buffer.from('not JSON');
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'tests-local-tiny', Payload }))).rejects.toMatchObject({
    name: 'InvalidRequestContentException',
    $metadata: { httpStatusCode: 400 },
  });
});

test('a call that local mode does not have is named', async () => {
  await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
    message: expect.stringContaining('Local mode answers Invoke only, not GET /2015-03-31/functions'),
    $metadata: { httpStatusCode: 501 },
  });
});

test('a path with a broken escape is refused', async () => {
  const { port } = server.address() as AddressInfo;
  const path = '/2015-03-31/functions/%zz/invocations';
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(400);
  expect(response.headers.get('x-amzn-errortype')).toBe('InvalidRequestContentException');
  expect(invoked).toEqual([]);
});
