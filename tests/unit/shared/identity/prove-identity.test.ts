import { createProveIdentity } from '#shared/identity/prove-identity.ts';
import type { Identity } from '#shared/messages/replay-request.ts';
import type { ReadRequest } from '#shared/ports.ts';
import { recordingLog } from '../../../support/ports.ts';

const RUN = 'run-of-this-test';
const HEADER = 'x-webhook-pipeline-run';
const query = `Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host%3B${HEADER}&X-Amz-Signature=s3cr3t`;
const proof = { url: `https://sts.eu-west-1.amazonaws.com/?${query}`, headers: { [HEADER]: RUN } };
const answered = (result: object = { Arn: 'arn:aws:iam::1:user/ada', Account: '1', UserId: 'u' }) =>
  Buffer.from(JSON.stringify({ GetCallerIdentityResponse: { GetCallerIdentityResult: result } }));

function given({ status = 200, bytes = answered(), localEndpoint }: Partial<Given> = {}) {
  const asked: (readonly [string, ReadRequest])[] = [];
  const log = recordingLog();
  const reader = {
    get: async (url: string, request: ReadRequest) => {
      asked.push([url, request]);
      return { status, bytes };
    },
  };
  return { asked, log, prove: createProveIdentity({ reader, log, localEndpoint, ownAccount: '1' }) };
}

interface Given {
  readonly status: number;
  readonly bytes: Buffer;
  readonly localEndpoint: string | undefined;
}

test.each(['sts.eu-west-1.amazonaws.com', 'sts.amazonaws.com', 'sts.cn-north-1.amazonaws.com.cn'])(
  'whom %s names has proven it',
  async (host) => {
    const { prove, asked } = given();
    expect(await prove({ ...proof, url: `https://${host}/?${query}` }, RUN)).toEqual({
      arn: 'arn:aws:iam::1:user/ada',
      account: '1',
    });
    expect(asked[0]?.[1]).toMatchObject({ headers: { accept: 'application/json', [HEADER]: RUN }, timeoutMs: 3000 });
  },
);

test.each<[string, Identity]>([
  ['plain http', { ...proof, url: proof.url.replace('https:', 'http:') }],
  ['another host', { ...proof, url: proof.url.replace('sts.eu-west-1.', 'evil.') }],
  ['a host that only begins like it', { ...proof, url: proof.url.replace('.com/', '.com.evil.test/') }],
  ['a bucket of that name', { ...proof, url: proof.url.replace('eu-west-1', 's3') }],
  ['a website of that name', { ...proof, url: proof.url.replace('eu-west-1', 's3-website-us-east-1') }],
  ['another port', { ...proof, url: proof.url.replace('.com/', '.com:8443/') }],
  ['a user in the URL', { ...proof, url: proof.url.replace('https://', 'https://a@') }],
  ['a path', { ...proof, url: proof.url.replace('/?', '/x?') }],
  ['another action', { ...proof, url: proof.url.replace('GetCallerIdentity', 'GetSessionToken') }],
  ['two actions', { ...proof, url: `${proof.url}&Action=GetSessionToken` }],
  ['more than a presigned request says', { ...proof, url: `${proof.url}&RoleArn=x` }],
  ['a header that is not signed', { ...proof, url: proof.url.replace(`%3B${HEADER}`, '') }],
  ['another run', { ...proof, headers: { [HEADER]: 'another-run' } }],
  ['no run', { ...proof, headers: {} }],
  ['other headers', { ...proof, headers: { ...proof.headers, authorization: 'x' } }],
  ['no URL', { ...proof, url: 'sts' }],
])('a proof with %s proves nothing, and nobody is asked', async (_, identity) => {
  const { prove, asked, log } = given({ localEndpoint: 'http://127.0.0.1:4566' });
  expect(await prove(identity, RUN)).toBeUndefined();
  expect(asked).toEqual([]);
  expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
  expect(log.text()).not.toContain('s3cr3t');
});

test.each<[Partial<Given>]>([[{ status: 403 }], [{ bytes: Buffer.from('<xml/>') }], [{ bytes: answered({ Arn: 1 }) }]])(
  'an answer such as %j proves nothing',
  async (answer) => {
    expect(await given(answer).prove(proof, RUN)).toBeUndefined();
  },
);

test('whoever is of another account has proven nothing, and the log names the account', async () => {
  const { prove, log } = given({ bytes: answered({ Arn: 'arn:aws:iam::2:user/ada', Account: '2' }) });
  expect(await prove(proof, RUN)).toBeUndefined();
  expect(log.text()).toContain('is of the account 2');
});

test('in stage local what stands for AWS is asked, and nobody else over http', async () => {
  const local = { ...proof, url: `http://127.0.0.1:4566/?${query}` };
  expect(await given({ localEndpoint: 'http://127.0.0.1:4566' }).prove(local, RUN)).toMatchObject({ account: '1' });
  expect(await given().prove(local, RUN)).toBeUndefined();
  expect(await given({ localEndpoint: 'http://127.0.0.1:1' }).prove(local, RUN)).toBeUndefined();
});
