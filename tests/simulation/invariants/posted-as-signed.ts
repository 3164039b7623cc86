import { createHmac, createSecretKey } from 'node:crypto';
import { simulatedDestinations, secretOfDestination, type DestinationName } from '../actors/simulated-sources.ts';
import type { Happening, History } from '../history.ts';
import type { SimulatedPost } from '../world/world.ts';
import { endingsOf, keyOf } from './endings.ts';
import type { Invariant } from './invariant.ts';
import { idOf } from './posted-once.ts';

const keys = new Map(
  Object.entries(simulatedDestinations).map(([name, { url }]) => [url, keyOfDestination(name as DestinationName)]),
);

/** A destination that checks the signature, as it should, would refuse anything else; one that does not would be misled. */
export const postedAsSigned: Invariant = {
  name: "A destination gets the bytes of its own event, signed with that destination's secret",
  check(history) {
    const happenings = happeningsById(history);
    return history.world.posts.flatMap((post) => {
      const id = idOf(post);
      const happening = happenings.get(id);
      const known = happening ? differences(post, happening) : unknownUnless(history.ended === 'late');
      return [...known, ...(isSigned(post) ? [] : ['a signature that does not verify'])].map(
        (what) => `${post.url} got ${id} with ${what}`,
      );
    });
  },
};

/** What is still under way when time is over has left no trace by which its id could be known. */
const unknownUnless = (mayBe: boolean) => (mayBe ? [] : ['an id of no event']);

function happeningsById(history: History): ReadonlyMap<string, Happening> {
  const { eventIds } = endingsOf(history);
  return new Map(
    history.happenings.flatMap((happening) =>
      [...(eventIds.get(keyOf(happening)) ?? [])].map((id) => [id, happening] as const),
    ),
  );
}

function differences({ headers, body }: SimulatedPost, { source, type, told }: Happening): readonly string[] {
  return [
    ...(told.some(({ text }) => text === body) ? [] : ['a body that its sender did not sign']),
    ...(headers['ce-source'] === source ? [] : [`the source ${headers['ce-source']} instead of ${source}`]),
    ...(headers['ce-type'] === type ? [] : [`the type ${headers['ce-type']} instead of ${type}`]),
  ];
}

/** As whoever receives it checks it: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function isSigned({ url, headers, body }: SimulatedPost): boolean {
  const key = keys.get(url);
  if (!key) return false;
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return (headers['webhook-signature'] ?? '').split(' ').includes(expected);
}

function keyOfDestination(name: DestinationName) {
  return createSecretKey(Buffer.from(secretOfDestination(name).slice('whsec_'.length), 'base64'));
}
