import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { decodeAwsChunked } from '../../local/emulators/s3/body/decode-aws-chunked.ts';
import { listenOnLoopback } from '../../local/listen-on-loopback.ts';

export interface FakeStack {
  readonly status: string;
  readonly template: string;
}

/** As much of an AWS account as a deploy asks of it; what it is asked besides, it does not know. */
export interface FakeAws {
  /** Of every service. */
  readonly url: string;
  /** For the environment of a child; it takes any. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Every call in its order, by its action; of S3 by its method and key. */
  readonly calls: readonly string[];
  /** What was uploaded, by its key. */
  readonly objects: ReadonlyMap<string, Buffer>;
  stack(): FakeStack | undefined;
  deployed(stack: FakeStack): void;
  close(): Promise<void>;
}

export const FAKE_ACCOUNT = '123456789012';
const BUCKET = 'deployments';
const STACK_ID = `arn:aws:cloudformation:us-east-1:${FAKE_ACCOUNT}:stack/fake/1`;

interface Answer {
  readonly status?: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function startFakeAws(): Promise<FakeAws> {
  const calls: string[] = [];
  const objects = new Map<string, Buffer>();
  let stack: FakeStack | undefined;
  let next = '';

  const queries: Readonly<Record<string, (asked: URLSearchParams) => string>> = {
    GetCallerIdentity: () =>
      `<Arn>arn:aws:sts::${FAKE_ACCOUNT}:assumed-role/deploy/tests</Arn><Account>${FAKE_ACCOUNT}</Account>`,
    GetTemplate: () => `<TemplateBody>${escaped(existing().template)}</TemplateBody>`,
    DescribeStacks: () =>
      `<Stacks><member><StackId>${STACK_ID}</StackId><StackStatus>${existing().status}</StackStatus></member></Stacks>`,
    DescribeStackResource: () =>
      `<StackResourceDetail><PhysicalResourceId>${BUCKET}</PhysicalResourceId></StackResourceDetail>`,
    ValidateTemplate: () => '',
    DeleteChangeSet: () => '',
    CreateChangeSet(asked) {
      next = asked.get('TemplateBody') ?? String(objects.get(keyIn(asked.get('TemplateURL') ?? '')));
      return `<Id>${STACK_ID}/change</Id><StackId>${STACK_ID}</StackId>`;
    },
    DescribeChangeSet: () => `<StackId>${STACK_ID}</StackId><Status>CREATE_COMPLETE</Status>`,
    ExecuteChangeSet() {
      stack = { status: stack ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE', template: next };
      return '';
    },
    DescribeStackEvents: () => `<StackEvents>${['COMPLETE', 'IN_PROGRESS'].map(stackEvent).join('')}</StackEvents>`,
    ListStackResources: () => '<StackResourceSummaries/>',
    ListExports: () => '<Exports/>',
  };
  const stackEvent = (end: string) => {
    const verb = String(stack?.status).split('_')[0];
    return `<member><EventId>${end}</EventId><StackName>fake</StackName><LogicalResourceId>fake</LogicalResourceId><ResourceType>AWS::CloudFormation::Stack</ResourceType><ResourceStatus>${verb}_${end}</ResourceStatus></member>`;
  };
  const existing = () => {
    if (stack) return stack;
    throw new NotThere();
  };

  function answerQuery(asked: URLSearchParams): Answer {
    const action = asked.get('Action') ?? '';
    calls.push(action);
    const answer = queries[action];
    if (!answer) return { status: 400, body: queryError('InvalidAction', `${action} is not known here`) };
    try {
      return { body: `<${action}Response><${action}Result>${answer(asked)}</${action}Result></${action}Response>` };
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      const said = `Stack with id ${asked.get('StackName')} does not exist`;
      return { status: 400, body: queryError('ValidationError', said) };
    }
  }

  function answerS3(method: string, url: URL, request: IncomingMessage, body: Buffer): Answer {
    const key = decodeURIComponent(url.pathname.slice(BUCKET.length + 2));
    calls.push(`${method} ${key}`);
    if (url.searchParams.has('list-type')) return { body: '<ListBucketResult/>' };
    if (method === 'PUT') objects.set(key, isChunked(request) ? decodeAwsChunked(body).body : body);
    return { body: '', headers: { etag: '"fake"' } };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const { method = '' } = request;
    const url = new URL(request.url ?? '/', 'http://aws.invalid');
    const given = (): Answer => {
      if (url.pathname === '/') return answerQuery(new URLSearchParams(body.toString()));
      if (url.pathname.startsWith(`/${BUCKET}`)) return answerS3(method, url, request, body);
      calls.push(`${method} ${url.pathname}`);
      if (url.pathname.endsWith('/account-settings')) return { body: '{"AccountLimit":{"ConcurrentExecutions":1000}}' };
      const headers = { 'x-amzn-errortype': 'ResourceNotFoundException' };
      return { status: 404, headers, body: '{"Type":"User","Message":"Function not found"}' };
    };
    const { status = 200, headers, body: text } = given();
    response.writeHead(status, headers).end(text);
  }

  const server = createServer((request, response) => void answer(request, response));
  const port = await listenOnLoopback(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    credentials: { AWS_ACCESS_KEY_ID: 'of-the-tests', AWS_SECRET_ACCESS_KEY: 'of-the-tests' },
    calls,
    objects,
    stack: () => stack,
    deployed(given) {
      stack = given;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

class NotThere extends Error {
  override readonly name = 'NotThere';
}

const isChunked = ({ headers }: IncomingMessage) => String(headers['content-encoding']).includes('aws-chunked');

const keyIn = (templateUrl: string) => templateUrl.split(`/${BUCKET}/`)[1] ?? '';

const queryError = (code: string, message: string) =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
