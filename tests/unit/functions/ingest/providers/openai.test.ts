import { createHmac } from 'node:crypto';
import { openai } from '../../../../../functions/ingest/providers/openai/openai.ts';
import { verifySignature } from '../../../../../functions/ingest/signature/verify-signature.ts';
import { NOW } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { verifyContext } from '../../../../support/verify-context.ts';

const BASE64 = Buffer.from('an invented secret of 24').toString('base64');

const verdict = (secret: string, key: Buffer) => {
  const body = '{"type":"response.completed"}';
  const signature = createHmac('sha256', key).update(`wh_1.${NOW}.${body}`).digest('base64');
  const headers = { 'webhook-id': 'wh_1', 'webhook-timestamp': `${NOW}`, 'webhook-signature': `v1,${signature}` };
  return verifySignature(openai, requestTo('openai', { headers, body }), verifyContext({ secrets: secret, now: NOW }));
};

test('a secret is decoded after whsec_, and is text without it', async () => {
  const [bytes, text] = [Buffer.from(BASE64, 'base64'), Buffer.from(BASE64)];
  expect(await verdict(`whsec_${BASE64}`, bytes)).toEqual({ valid: true });
  expect(await verdict(BASE64, text)).toEqual({ valid: true });
  expect(await verdict(`whsec_${BASE64}`, text)).toMatchObject({ valid: false });
  expect(await verdict(BASE64, bytes)).toMatchObject({ valid: false });
});
