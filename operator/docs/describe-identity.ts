import type { Elements, Identity, Provider } from '../../functions/ingest/providers/provider.ts';
import { describeAlternatives } from './describe-reference.ts';

/** Where the delivery's id comes from, in words. */
export function describeIdentity(identity: Identity): string {
  if (identity.kind === 'none')
    return 'Nothing in it repeats: every request is a new delivery, also when it is sent again.';
  const id = describeAlternatives(identity.id);
  if (identity.kind === 'signed') return `${id}, which the signature vouches for.`;
  const { volatile = [] } = identity;
  const without =
    volatile.length === 0
      ? ''
      : ` without ${volatile.map((place) => `\`${place}\``).join(', ')}, which change on retry`;
  const together = identity.id.some((references) => references.length > 1)
    ? ', which only together name the event'
    : '';
  if (identity.kind === 'fields')
    return `${id}${together}${volatile.length === 0 ? '' : `; the body is taken${without}`}.`;
  const form = identity.signedForm ? ', of a form that of its signed fields' : '';
  return `${id}, which anybody could put on a genuine body; so the body's hash joins it${form}${without}.`;
}

export const shortIdentity = (identity: Identity): string =>
  identity.kind === 'none' ? 'none' : `${identity.kind}: ${describeAlternatives(identity.id.slice(0, 1))}`;

/** What becomes an event of its own, and under which id and type. */
export function describeEvents({
  events,
  type,
  orSingle,
}: Pick<Provider, 'events' | 'type' | 'orSingle'>): readonly string[] {
  const single = `One event for each delivery, of type ${describeAlternatives(type)}.`;
  if (!events) return [single];
  const arrays = events.map(describeElements);
  return orSingle
    ? [...arrays, `Without any such element: ${single.charAt(0).toLowerCase()}${single.slice(1)}`]
    : arrays;
}

function describeElements({ at, id, orNone, type }: Elements): string {
  const named = id === 'none' ? 'its delivery and its index' : describeAlternatives(id);
  return `One event for each \`${at}\`, named by ${named}${orNone ? ', or else by its delivery and its index' : ''}, of type ${describeAlternatives(type)}.`;
}
