import { zoom } from '../../../../../functions/ingest/providers/zoom/zoom.ts';
import { ingestUnderTest, NOW } from '../../../../support/ingest-under-test.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'an-invented-secret-token';

async function idsOf(...bodies: readonly unknown[]) {
  const { post, queued } = ingestUnderTest({ sources: { zoom: { provider: 'zoom', secrets: [secret] } } });
  for (const [index, body] of bodies.entries()) {
    const request = signedRequest({ provider: zoom, secret, body: JSON.stringify(body), now: NOW + index });
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect(await post(request)).toMatchObject({ status: 200 });
  }
  return queued().map(({ id }) => id);
}

const recording = (attempt: number) => {
  const files = ['a', 'b'].map((id) => ({ id, download_url: `https://zoom.example/${id}?attempt=${attempt}` }));
  return {
    event: 'recording.completed',
    event_ts: 1,
    payload: { object: { uuid: 'u==', recording_files: files, participant_audio_files: files } },
    download_token: `token ${attempt}`,
  };
};

const left = (user_id: string) => ({
  event: 'meeting.participant_left',
  event_ts: 1,
  payload: { object: { uuid: 'u==', participant: { user_id } } },
});

test('a retry with a fresh time, token and links is the same delivery', async () => {
  const [first, retry] = await idsOf(recording(1), recording(2));
  expect(retry).toBe(first);
});

test('participants who leave one meeting in one instant are several events', async () => {
  expect(new Set(await idsOf(left('1'), left('2'))).size).toBe(2);
});

test('while its secret token is changed, the URL is validated with the one that signed', async () => {
  const { post, queued } = ingestUnderTest({
    sources: { zoom: { provider: 'zoom', secrets: ['the next one', secret] } },
  });
  const body = JSON.stringify({ event: 'endpoint.url_validation', payload: { plainToken: 'plain' } });
  const answer = async (key: string) => post(signedRequest({ provider: zoom, secret: key, body }));
  const [one, other] = [await answer(secret), await answer('the next one')];
  expect([one.status, other.status]).toEqual([200, 200]);
  expect(one.body).not.toBe(other.body);
  expect(queued()).toEqual([]);
});
