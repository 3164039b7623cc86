import { createHmac } from 'node:crypto';
import { docusign } from '../../../../../functions/ingest/providers/docusign/docusign.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'connect-key';
const ingest = () => ingestUnderTest({ sources: { contracts: { provider: 'docusign', secrets: [secret] } } });
const event = (fields: object = {}, more: object = {}) => ({
  event: 'recipient-completed',
  retryCount: 0,
  generatedDateTime: '2025-10-09T08:53:20.0000000Z',
  data: { envelopeId: 'e1', recipientId: '1', ...more },
  ...fields,
});
const posted = (body: object) =>
  signedRequest({ provider: docusign, secret, body: JSON.stringify(body), sourceName: 'contracts' });

async function idsOf(...bodies: readonly object[]): Promise<readonly (string | undefined)[]> {
  const { post, queued } = ingest();
  for (const body of bodies) expect(await post(posted(body))).toMatchObject({ status: 200 });
  return queued().map(({ id }) => id);
}

test.each([
  ['of an envelope', {}],
  ['of something else', { data: { templateId: 't1' } }],
])('an event %s keeps its id while its retries are counted', async (_what, fields) => {
  const [first, again] = await idsOf(event(fields), event({ ...fields, retryCount: 3 }));
  expect(again).toBe(first);
});

test('another recipient, envelope, event or time is another event', async () => {
  const ids = await idsOf(
    event(),
    event({}, { recipientId: '2' }),
    event({}, { envelopeId: 'e2' }),
    event({ event: 'recipient-sent' }),
    event({ generatedDateTime: '2025-10-09T08:53:21.0000000Z' }),
  );
  expect(new Set(ids).size).toBe(5);
});

test('XML is kept under its bytes, signed by whichever of the keys', async () => {
  const { post, queued } = ingest();
  const body = '<?xml version="1.0"?><DocuSignEnvelopeInformation/>';
  const signature = (key: string) => createHmac('sha256', key).update(body).digest('base64');
  const headers = {
    'content-type': 'text/xml; charset=utf-8',
    'X-DocuSign-Signature-1': signature('of another listener'),
    'X-DocuSign-Signature-2': signature(secret),
  };
  await post(requestTo('contracts', { headers, body }));
  await post(requestTo('contracts', { headers, body }));
  const [first, again] = queued();
  expect(first).toMatchObject({ contentType: 'text/xml', body: { text: body }, events: [{ type: 'other' }] });
  expect(again?.id).toBe(first?.id);
});
