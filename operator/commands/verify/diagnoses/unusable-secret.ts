import { countsAt } from '#shared/messages/source.ts';
import type { Diagnosis } from '../signature-case.ts';
import { describedIn } from './scheme-parts.ts';

const FORMS = { text: 'a text', hex: 'hexadecimal digits', base64: 'base64', spki: 'a public key in base64' } as const;

/** Why none of the secrets can be a key. */
export const unusableSecret: Diagnosis = ({ reason, provider, context: { secrets, now } }) => {
  if (reason !== 'no-usable-secret') return undefined;
  if (secrets.length === 0) return 'The source has no secret to check it with.';
  const counting = secrets.filter((secret) => countsAt(secret, now));
  if (counting.length === 0)
    return 'None of the source’s secrets counts at this time: they have ended, or have not begun.';
  const forms = describedIn(provider).map(({ key, keyPrefix, secrets: { startWith = keyPrefix, use } = {} }) => {
    const start = startWith === undefined ? '' : ` behind ${startWith}`;
    return `${FORMS[key]}${start}${use === undefined ? '' : `, marked as ${use}`}`;
  });
  return `None of the source’s secrets can be a key of ${provider.name}: it is ${[...new Set(forms)].join(', or ')}.`;
};
