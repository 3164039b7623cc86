import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';

/** All of AWS that a function calls, at the socket: it answers at once and keeps nothing. */
export interface AwsStub {
  readonly url: string;
  /** How often each operation was asked for. */
  readonly calls: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

interface Message {
  readonly MessageBody?: string;
}
type Entries = readonly ({ readonly Id: string } & Message)[];

const json = (body: unknown): Answer => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/x-amz-json-1.0' },
});
const xml = (body: string, status = 200): Answer => ({ status, body, headers: { 'content-type': 'application/xml' } });
/** A client of default settings checks it. */
const sent = ({ MessageBody = '' }: Message) => ({
  MessageId: 'm',
  MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
});
const accepted = (entries: Entries) => entries.map((entry) => ({ Id: entry.Id, ...sent(entry) }));

/** By the end of x-amz-target: SQS and DynamoDB. */
const operations: Readonly<Record<string, (asked: Message & { readonly Entries?: Entries }) => Answer>> = {
  SendMessage: (message) => json(sent(message)),
  SendMessageBatch: ({ Entries = [] }) => json({ Successful: accepted(Entries), Failed: [] }),
  DeleteMessageBatch: ({ Entries = [] }) => json({ Successful: accepted(Entries), Failed: [] }),
  ChangeMessageVisibilityBatch: ({ Entries = [] }) => json({ Successful: accepted(Entries), Failed: [] }),
  ReceiveMessage: () => json({ Messages: [] }),
  GetQueueAttributes: () =>
    json({ Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' } }),
  Query: () => json({ Items: [], Count: 0, ScannedCount: 0 }),
  BatchGetItem: () => json({ Responses: {}, UnprocessedKeys: {} }),
};

/** @param sources what ingest reads of its sources */
export async function startAwsStub(sources: string): Promise<AwsStub> {
  const sourcesBody = await readFile(sources);
  const calls = new Map<string, number>();
  const count = (operation: string) => void calls.set(operation, (calls.get(operation) ?? 0) + 1);

  const answerS3 = ({ method, url = '' }: IncomingMessage): Answer => {
    count(`s3 ${method}`);
    if (method === 'PUT') return { body: '', headers: { etag: '"0"' } };
    if (method === 'DELETE') return { status: 204, body: '' };
    if (url.includes('list-type=2'))
      return xml('<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>');
    if (url.includes('/sources.json')) return { body: sourcesBody, headers: { etag: '"0"' } };
    return xml('<Error><Code>NoSuchKey</Code><Message>There is nothing.</Message></Error>', 404);
  };

  const answer = (request: IncomingMessage, body: string): Answer => {
    const target = request.headers['x-amz-target'];
    if (typeof target === 'string') {
      const operation = target.slice(target.indexOf('.') + 1);
      count(operation);
      return operations[operation]?.(JSON.parse(body)) ?? json({});
    }
    if (!body.startsWith('Action=')) return answerS3(request);
    const action = new URLSearchParams(body).get('Action') ?? '';
    count(action);
    return xml(`<${action}Response><${action}Result/></${action}Response>`);
  };

  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    // What is sent in pieces is not looked at: only objects are.
    const { status = 200, headers, body } = answer(request, (await buffer(request)).toString());
    response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
  };
  const server = createServer({ keepAlive: true }, (request, response) => {
    void reply(request, response);
  });
  const port = await listenOnLoopback(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
