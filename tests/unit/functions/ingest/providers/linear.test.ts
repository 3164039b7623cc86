import { linear } from '../../../../../functions/ingest/providers/linear/linear.ts';
import { ingestUnderTest, NOW } from '../../../../support/ingest-under-test.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const SECRET = 'lin_wh_invented';
const source = { provider: 'linear', secrets: [SECRET] };

function posted({ delivery = 'd-1', title = 'Ebb', at = NOW * 1000 }) {
  const body = JSON.stringify({ action: 'update', type: 'Issue', data: { title }, webhookTimestamp: at });
  const headers = { 'linear-delivery': delivery, 'linear-event': 'Issue' };
  return signedRequest({ provider: linear, secret: SECRET, headers, body });
}

test('a retry with a time of its own is the same delivery; another body or another id is not', async () => {
  const { post, queued } = ingestUnderTest({ sources: { linear: source } });
  for (const one of [{}, { at: NOW * 1000 + 59_000 }, { title: 'Flood' }, { delivery: 'd-2' }]) {
    expect(await post(posted(one))).toMatchObject({ status: 200 });
  }
  const [first, retry, otherBody, otherId] = queued().map(({ id }) => id);
  expect(retry).toBe(first);
  expect(new Set([first, otherBody, otherId]).size).toBe(3);
});

test('a retry of an hour ago is taken where the source says how old it may be', async () => {
  const old = posted({ at: (NOW - 3600) * 1000 });
  const strict = ingestUnderTest({ sources: { linear: source } });
  const patient = ingestUnderTest({ sources: { linear: { ...source, options: { toleranceSeconds: 25_200 } } } });
  expect([await strict.post(old), await patient.post(old)]).toMatchObject([{ status: 401 }, { status: 200 }]);
});
