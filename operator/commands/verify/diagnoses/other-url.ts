import { isDescribed, type Provider } from '../../../../functions/ingest/providers/provider.ts';
import { signedUrl } from '../../../../functions/ingest/signature/signed-url.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { firstThatHolds } from './first-that-holds.ts';
import { templatesOf } from './scheme-parts.ts';

/** Of the senders that sign the URL: what they were told is not what stands here. */
export const otherUrl: Diagnosis = async (refused) => {
  if (refused.reason !== 'wrong-signature' || !signsUrl(refused.provider)) return undefined;
  const url = signedUrl(refused.request, refused.context.options);
  const queryAt = url.includes('?') ? url.indexOf('?') : url.length;
  const [base, query] = [url.slice(0, queryAt), url.slice(queryAt)];
  const origin = /^https?:\/\/[^/?#]*/i.exec(base)?.[0] ?? '';
  const host = origin.replace(/:\d+$/, '');
  const path = base.slice(origin.length);
  const other = base.startsWith('https:') ? base.replace('https:', 'http:') : base.replace('http:', 'https:');
  const trials: readonly (readonly [meaning: string, url: string])[] = [
    ['with the scheme ' + (other.startsWith('https:') ? 'https' : 'http'), other + query],
    ['without its port', host + path + query],
    ['with its default port', `${host}:${base.startsWith('https:') ? 443 : 80}${path}${query}`],
    ['without its query', base],
    ['without the slash at its end', base.replace(/\/$/, '') + query],
    ['with a slash at its end', `${base}/${query}`],
    ['as the request itself has it, and not as `publicUrl` has it', refused.request.url],
    ['without the stage at the beginning of its path', origin + path.replace(/^\/[^/]+/, '') + query],
    ['in lower case', (base + query).toLowerCase()],
    ['with its escapes undone', decoded(base + query)],
  ];
  return firstThatHolds(
    refused,
    trials
      .filter(([, tried]) => tried !== url)
      .map(([how, tried]) => ({
        meaning: `The signature matches the URL ${how}: give the source its publicUrl as the sender knows it.`,
        changed: signedAt(refused, tried),
      })),
  );
};

const signsUrl = ({ schemes }: Provider) =>
  schemes.some((scheme) =>
    isDescribed(scheme)
      ? templatesOf(scheme).some((template) => template.includes('{url'))
      : /\bURL\b/.test(scheme.signed),
  );

function signedAt({ request, context: { options, ...context } }: RefusedCase, url: string) {
  const { publicUrl: _, ...others } = options;
  return { request: { ...request, url }, context: { ...context, options: others } };
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    // A malformed escape cannot be undone.
    return url;
  }
}
