import type { Diagnosis } from '../signature-case.ts';
import { firstThatHolds } from './first-that-holds.ts';

/** A secret that is known, and not one that counts. */
export const otherSecret: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature' && refused.reason !== 'no-usable-secret') return undefined;
  const { context, otherSecrets } = refused;
  const always = context.secrets.map(({ value, use }) => ({ value, use }));
  return firstThatHolds(refused, [
    {
      meaning:
        'The signature is made with the other secret of the file (`other_secret`), which the source does not have.',
      changed: { context: { ...context, secrets: otherSecrets } },
    },
    {
      meaning:
        'The signature is made with a secret of the source that does not count at this time: it has ended, or has not begun.',
      changed: { context: { ...context, secrets: always } },
    },
  ]);
};
