import { slack } from '../../../../../functions/ingest/providers/slack/slack.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { requestTo } from '../../../../support/request-to.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const contentType = 'application/x-www-form-urlencoded';
const ingest = () => ingestUnderTest({ sources: { chat: { provider: 'slack', secrets: [secret] } } });
const form = (fields: Record<string, string>) =>
  signedRequest({
    provider: slack,
    secret,
    body: new URLSearchParams(fields).toString(),
    sourceName: 'chat',
    contentType,
  });
const interaction = (payload: object) => form({ payload: JSON.stringify(payload) });

const command = {
  command: '/berth',
  text: '14',
  trigger_id: '13345224609.738474920',
  response_url: 'https://hooks.slack.com/x',
};
const submission = { type: 'view_submission', trigger_id: '156772938.1827394', view: { id: 'V1', hash: 'h' } };
const dialog = { type: 'dialog_submission', callback_id: 'ship', action_ts: '936893340.702759', user: { id: 'U1' } };

test.each([
  ['/berth', form(command)],
  ['view_submission', interaction(submission)],
  ['block_actions', interaction({ type: 'block_actions', trigger_id: '1.2' })],
  ['dialog_submission', interaction(dialog)],
])('%s is queued, and answered with nothing that Slack would show', async (type, request) => {
  const { post, queued } = ingest();
  expect(await post(request)).toMatchObject({ status: 200, body: '' });
  expect(queued().map(({ events }) => events[0]?.type)).toEqual([type]);
});

test('an event is answered with its delivery’s id', async () => {
  const { post, queued } = ingest();
  const body = JSON.stringify({ type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention' } });
  const answer = await post(signedRequest({ provider: slack, secret, body, sourceName: 'chat' }));
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ deliveryId: queued()[0]?.id });
});

test.each(['block_suggestion', 'dialog_suggestion'])('%s gets an empty list, and is no event', async (type) => {
  const { post, deliveries } = ingest();
  const answer = await post(interaction({ type, value: 'be', action_id: 'pick' }));
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({ options: [] });
  expect(deliveries.sent).toEqual([]);
});

test('ssl_check is answered without a signature, and has no effect', async () => {
  const { post, deliveries } = ingest();
  const request = requestTo('chat', { headers: { 'content-type': contentType }, body: 'ssl_check=1&token=t' });
  expect(await post(request)).toMatchObject({ status: 200, body: '' });
  expect(deliveries.sent).toEqual([]);
  const other = requestTo('chat', { headers: { 'content-type': contentType }, body: 'ssl_check=0&token=t' });
  expect(await post(other)).toMatchObject({ status: 401 });
});
