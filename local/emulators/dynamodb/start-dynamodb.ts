import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

import dynalite from 'dynalite';

import { sendAnswer } from '../http/answer.ts';
import { readBody } from '../http/read-body.ts';
import { checkLevelDb, markClosed } from './check-level-db.ts';

export interface DynamoDb {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

// DynamoDB's own limit of a request.
const bodyBytesMax = 16 * 1024 * 1024;
const instant = { createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 };

/** dynalite, kept in LevelDB inside the directory, behind our port. */
export async function startDynamoDb(directory: string): Promise<DynamoDb> {
  const location = directory === ':memory:' ? undefined : join(directory, 'dynamodb');
  const server = location === undefined ? dynalite(instant) : await openFolder(directory, location);
  return {
    async answer(request, response) {
      const operation = String(request.headers['x-amz-target']).split('.')[1];
      if (operation === 'UpdateTimeToLive' || operation === 'DescribeTimeToLive') {
        await answerTimeToLive(operation, request, response);
        return;
      }
      server.emit('request', request, response);
      // dynalite throws on a request that breaks off, which would end this process: it is the client's own affair.
      request.removeAllListeners('error').on('error', () => response.destroy());
    },
    async close() {
      await closeDynalite(server);
      if (location !== undefined) await markClosed(location);
    },
  };
}

async function openFolder(directory: string, path: string): Promise<ReturnType<typeof dynalite>> {
  await checkLevelDb(directory, path);
  return dynalite({ ...instant, path });
}

/** Taken and without effect: nothing may rely on expired items being gone, as AWS lets days pass before it deletes. */
async function answerTimeToLive(operation: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  const input = readObject((await readBody(request, bodyBytesMax)).toString());
  if (input === undefined) {
    const body = '{"__type":"com.amazon.coral.service#SerializationException"}';
    sendAnswer(response, { status: 400, headers, body });
    return;
  }
  const specification = 'TimeToLiveSpecification' in input ? input.TimeToLiveSpecification : {};
  const description = { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
  const body = operation === 'UpdateTimeToLive' ? { TimeToLiveSpecification: specification } : description;
  sendAnswer(response, { status: 200, headers, body: JSON.stringify(body) });
}

function readObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** dynalite closes its database only after its own server, and only a server that listens can close. */
async function closeDynalite(server: ReturnType<typeof dynalite>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => server.close((error) => (error ? reject(error) : resolve())));
  await promise;
}
