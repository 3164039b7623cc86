import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createCallerProof } from '#shared/aws/caller-proof.ts';
import { startEmulators, type Emulators } from '../../../local/emulators/start-emulators.ts';
import { pointAtEmulators } from '../../support/point-at-emulators.ts';

let now = Date.now();
let emulators: Emulators;
beforeAll(async () => {
  emulators = await startEmulators({ directory: ':memory:', port: 0, now: () => now });
  pointAtEmulators({ aws: emulators.url, region: 'us-east-1' });
});
beforeEach(() => {
  now = Date.now();
});
afterAll(() => emulators.close());

test('everyone is the local user', async () => {
  const client = new STSClient({});
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:user/local',
  });
  client.destroy();
});

test('whoever holds a proof learns who made it, as JSON', async () => {
  const { url, headers } = await createCallerProof('run-0001');
  const answer = await fetch(url, { headers: { ...headers, accept: 'application/json' } });
  expect(await answer.json()).toMatchObject({
    GetCallerIdentityResponse: { GetCallerIdentityResult: { Arn: 'arn:aws:iam::000000000000:user/local' } },
  });
});

const signature = (proof: { readonly url: string }) => new URL(proof.url).searchParams.get('X-Amz-Signature');

test('a proof is signed for its run and for a minute', async () => {
  const { url, headers } = await createCallerProof('run-0001');
  const asked = new URL(url).searchParams;
  expect(asked.get('X-Amz-SignedHeaders')).toBe('host;x-webhook-pipeline-run');
  expect(asked.get('X-Amz-Expires')).toBe('60');
  expect(headers).toEqual({ 'x-webhook-pipeline-run': 'run-0001' });
  expect(signature(await createCallerProof('run-0002'))).not.toBe(asked.get('X-Amz-Signature'));
});

test('a proof without the header that it is signed with is refused', async () => {
  const { url } = await createCallerProof('run-0001');
  expect((await fetch(url)).status).toBe(403);
});

test('a proof of two minutes ago is refused', async () => {
  const { url, headers } = await createCallerProof('run-0001');
  now += 120_000;
  expect((await fetch(url, { headers })).status).toBe(403);
});
