import * as fc from 'fast-check';
import { hubspot } from '../../../../../functions/ingest/providers/hubspot/hubspot.ts';
import { ingestUnderTest } from '../../../../support/ingest-under-test.ts';
import { signedRequest } from '../../../../support/signed-request.ts';

const secret = 'an-invented-client-secret';
const event = {
  subscriptionId: 12345,
  portalId: 62515,
  occurredAt: 1_760_000_000_000,
  subscriptionType: 'deal.creation',
};

/** Posts each batch and gives what was queued. */
async function deliveriesOf(...batches: readonly unknown[]) {
  const { post, queued } = ingestUnderTest({ sources: { hubspot: { provider: 'hubspot', secrets: [secret] } } });
  for (const batch of batches) {
    // oxlint-disable-next-line no-await-in-loop -- in order
    expect(await post(signedRequest({ provider: hubspot, secret, body: JSON.stringify(batch) }))).toMatchObject({
      status: 202,
    });
  }
  return queued();
}

const batches = fc
  .uniqueArray(fc.nat(999), { minLength: 1, maxLength: 8 })
  .map((ids) => ids.map((eventId) => ({ ...event, eventId, objectId: eventId * 7, attemptNumber: 0 })));

test('a retry counts its attempts in every event, and is the same delivery with the same events', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.array(fc.nat(10), { minLength: 8, maxLength: 8 }), async (batch, attempts) => {
      const retried = batch.map((one, index) => ({ ...one, attemptNumber: attempts[index] }));
      const [first, retry] = await deliveriesOf(batch, retried);
      expect([retry?.id, retry?.events]).toEqual([first?.id, first?.events]);
    }),
    { numRuns: 25 },
  );
});

test('events keep their ids in whatever batches they come again', async () => {
  await fc.assert(
    fc.asyncProperty(batches, fc.nat(), async (batch, at) => {
      const middle = 1 + (at % batch.length);
      const parts = [batch.slice(middle), batch.slice(0, middle)].filter((part) => part.length > 0);
      const [whole, ...regrouped] = await deliveriesOf(batch, ...parts);
      const idsOf = (deliveries: typeof regrouped) =>
        deliveries.flatMap(({ events }) => events.map(({ id }) => id)).toSorted();
      expect(idsOf(regrouped)).toEqual(idsOf(whole ? [whole] : []));
    }),
    { numRuns: 25 },
  );
});

test('events that share an event id, which HubSpot allows, are several', async () => {
  const [delivery] = await deliveriesOf([
    { ...event, eventId: 1, objectId: 1 },
    { ...event, eventId: 1, objectId: 2 },
    { ...event, eventId: 1, objectId: 2, occurredAt: 1_760_000_000_001 },
    { ...event, eventId: 1, objectId: 2, subscriptionId: 12346 },
  ]);
  expect(new Set(delivery?.events.map(({ id }) => id)).size).toBe(4);
});

const to = (toObjectId: number, attemptNumber: number) => ({ ...event, eventId: 1, toObjectId, attemptNumber });

test('associations made at once differ in one end alone, and are several; a retry of each is the same', async () => {
  const [first, retry] = await deliveriesOf([to(1, 0), to(2, 0)], [to(2, 3), to(1, 1)]);
  const ids = first?.events.map(({ id }) => id) ?? [];
  expect(new Set(ids).size).toBe(2);
  expect(retry?.events.map(({ id }) => id)).toEqual(ids.toReversed());
});

test('the one object of a workflow is one event', async () => {
  const [delivery] = await deliveriesOf({ vid: 4711, properties: {} });
  expect(delivery?.events).toEqual([expect.objectContaining({ id: delivery?.id, type: 'other' })]);
});

test('the signature of version 3 decides where there is one: an older one does not make it good', async () => {
  const { post } = ingestUnderTest({ sources: { hubspot: { provider: 'hubspot', secrets: [secret] } } });
  const [, , older] = hubspot.schemes;
  const v1 = signedRequest({ provider: { ...hubspot, schemes: older ? [older] : [] }, secret, body: '[{}]' });
  const both = {
    ...v1,
    headers: { ...v1.headers, 'x-hubspot-signature-v3': 'AAAA', 'x-hubspot-request-timestamp': '1760000000000' },
  };
  expect([(await post(v1)).status, (await post(both)).status]).toEqual([202, 401]);
});
