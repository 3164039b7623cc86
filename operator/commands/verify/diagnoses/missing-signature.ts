import type { SignatureScheme } from '../../../../functions/ingest/providers/provider.ts';
import { nearest } from '../../../terminal/nearest.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { describedIn, headerOf, headersThere } from './scheme-parts.ts';

/** Which header is not there, or holds nothing, and which one may have been meant. */
export const missingSignature: Diagnosis = (refused) => {
  const { reason, provider, request } = refused;
  if (reason !== 'no-signature') return undefined;
  const schemes = describedIn(provider);
  const [empty] = schemes.flatMap((scheme) => headersThere(scheme, request));
  if (empty !== undefined && request.headers[empty] === '') return `The header ${empty} is there, but empty.`;
  const places = [...new Set(schemes.map(placeOf))];
  const wanted = places.length === 0 ? 'signature' : places.join(' or ');
  const similar = similarHeader(refused, schemes);
  return `There is no ${wanted}${similar === undefined ? '' : `; there is ${similar}, which looks like one`}.`;
};

function placeOf({ from }: SignatureScheme): string {
  const header = headerOf(from);
  if (header !== undefined) return `header ${header}`;
  return from.startsWith('query:') ? `field ${from.slice('query:'.length)} in the query` : `${from} in the body`;
}

/** Never one of those that are wanted: of several, one may well be there with nothing of its scheme in it. */
function similarHeader({ request: { headers } }: RefusedCase, schemes: readonly SignatureScheme[]): string | undefined {
  const wanted = schemes.flatMap(({ from }) => headerOf(from) ?? []);
  const others = Object.keys(headers).filter((name) => !wanted.includes(name));
  const near = wanted.map((name) => nearest(name, others)).find((name) => name !== undefined);
  return near ?? others.find((name) => /signature|hmac|[-_]token$/.test(name));
}
