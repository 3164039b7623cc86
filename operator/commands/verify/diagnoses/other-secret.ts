import { countsAt, type Secret } from '#shared/messages/source.ts';
import { fingerprintOf } from '../../../verbs/sources/fingerprint-of.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { firstThatHolds, type Trial } from './first-that-holds.ts';

/** A secret that is known, and not one that counts. */
export const otherSecret: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature' && refused.reason !== 'no-usable-secret') return undefined;
  return firstThatHolds(refused, otherSecrets(refused));
};

/** Each secret that is known and does not count. */
export function otherSecrets({ context, otherSecrets: others }: RefusedCase): readonly Trial[] {
  const ended = context.secrets.filter((secret) => !countsAt(secret, context.now));
  return [
    {
      meaning:
        'The signature is made with the other secret of the file (`other_secret`), which the source does not have.',
      changed: { context: { ...context, secrets: others } },
    },
    ...ended.map(({ value, use, notAfter, notBefore }) => ({
      meaning: `The signature is made with a secret of the source (${fingerprintOf(value)}) that does not count at this time: ${whenOf({ notAfter, notBefore }, context.now)}.`,
      changed: { context: { ...context, secrets: [{ value, ...(use !== undefined && { use }) }] } },
    })),
  ];
}

const whenOf = ({ notAfter, notBefore }: Pick<Secret, 'notAfter' | 'notBefore'>, now: Date) =>
  notAfter !== undefined && new Date(notAfter) <= now
    ? `it was retired, and ended at ${notAfter}`
    : `it begins at ${notBefore}`;
