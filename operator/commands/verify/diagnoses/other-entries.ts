import type { Diagnosis } from '../signature-case.ts';
import { describedIn, headersThere } from './scheme-parts.ts';

/** A header that holds signatures, but none of the version that counts. */
export const otherEntries: Diagnosis = async ({ reason, provider, request, holds }) => {
  if (reason !== 'no-signature-of-this-scheme') return undefined;
  for (const scheme of describedIn(provider)) {
    const [header] = headersThere(scheme, request);
    if (header === undefined || scheme.prefix === undefined) continue;
    const mended = {
      ...request,
      headers: { ...request.headers, [header]: scheme.prefix + (request.headers[header] ?? '') },
    };
    // oxlint-disable-next-line no-await-in-loop -- one or two schemes
    const isMended = await holds({ request: mended });
    return isMended
      ? `The signature holds once ${scheme.prefix} stands before it in ${header}.`
      : `In ${header} nothing begins with ${scheme.prefix}, which marks the signatures that count.`;
  }
  return undefined;
};
