import type { Diagnosis } from '../signature-case.ts';
import { firstThatHolds } from './first-that-holds.ts';
import { describedIn, templatesOf } from './scheme-parts.ts';

const METHODS = ['POST', 'PUT', 'PATCH', 'GET'];

/** Of the senders that sign the method. */
export const otherMethod: Diagnosis = async (refused) => {
  const { reason, provider, request } = refused;
  const isSigned = describedIn(provider).some((scheme) =>
    templatesOf(scheme).some((text) => text.includes('{method}')),
  );
  if (reason !== 'wrong-signature' || !isSigned) return undefined;
  const others = METHODS.filter((method) => method !== request.method);
  return firstThatHolds(
    refused,
    others.map((method) => ({
      meaning: `The signature matches the method ${method}, and the request has ${request.method}.`,
      changed: { request: { ...request, method } },
    })),
  );
};
