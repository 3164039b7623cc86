import type { Conditions, Handshake, Provider } from '../../functions/ingest/providers/provider.ts';

/** What a sender is told of a webhook that was accepted. */
export function describeAccepted({ accepted = [] }: Pick<Provider, 'accepted'>): string {
  const special = accepted.map(({ status, body, when }) => {
    const text = body === undefined ? 'the delivery’s id' : body === 'empty' ? 'an empty body' : `\`${body.text}\``;
    return `${status} with ${text}${when === undefined ? '' : ` if ${describeConditions(when)}`}`;
  });
  const isAlways = accepted.some(({ when }) => when === undefined);
  return [
    ...special,
    ...(isAlways ? [] : [`202 with the delivery’s id${special.length === 0 ? '' : ' otherwise'}`]),
  ].join('; ');
}

/** One handshake in a line. */
export function describeHandshake({
  name,
  method,
  signed,
  when,
  answer,
  requires,
  refusal,
  effect,
}: Handshake): string {
  const proof = signed ? 'signed' : 'unsigned';
  const asked = `${name} (${proof} ${method} with ${describeConditions(when)})`;
  const content = answer.text ?? (answer.json && JSON.stringify(answer.json)) ?? answer.headers?.['location'];
  const answered = `${answer.status}${content === undefined ? '' : ` with \`${content}\``}`;
  const condition =
    requires === undefined
      ? ''
      : ` if ${'option' in requires ? `the source’s ${requires.option} have it` : describeConditions(requires)}`;
  const refused = refusal === undefined ? '' : `, else ${refusal.status}`;
  return `${asked}: ${answered}${condition}${refused}${effect === undefined ? '' : `; ${EFFECTS[effect.kind]}`}`;
}

const EFFECTS = {
  'offer-secret': 'the offered secret is kept for `sources confirm`, while the source waits for one',
  'confirm-subscription': 'the subscription is confirmed, for topics that the source allows',
} as const;

function describeConditions(conditions: Conditions): string {
  const all = Object.entries(conditions).map(([reference, condition]) => {
    if (condition === undefined) return `\`${reference}\``;
    if (typeof condition === 'string') return `\`${reference}\` = \`${condition}\``;
    if ('oneOf' in condition) return `\`${reference}\` one of ${condition.oneOf.map((one) => `\`${one}\``).join(', ')}`;
    if ('secret' in condition) return `\`${reference}\` the secret for \`${condition.secret}\``;
    return condition.is === 'empty' ? `\`${reference}\` empty` : `\`${reference}\``;
  });
  return all.join(' and ');
}
