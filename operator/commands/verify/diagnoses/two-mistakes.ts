import type { Diagnosis } from '../signature-case.ts';
import { firstThatHolds } from './first-that-holds.ts';
import { secretForms } from './other-form-of-secret.ts';
import { signatureForms } from './other-form-of-signature.ts';
import { otherSecrets } from './other-secret.ts';
import { signedTexts } from './other-signed-text.ts';

/** The secret is not as it should be, and neither is what was made with it: each by itself would not be found. */
export const twoMistakes: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature') return undefined;
  const ofSecret = [...secretForms(refused), ...otherSecrets(refused)];
  const pairs = ofSecret.flatMap((secret) => {
    const { provider = refused.provider, request = refused.request } = secret.changed;
    return [...signatureForms({ provider, request }), ...signedTexts({ provider })].map((other) => ({
      meaning: `Two things at once. ${secret.meaning} ${other.meaning}`,
      changed: { ...secret.changed, ...other.changed },
    }));
  });
  return firstThatHolds(refused, pairs);
};
