import type { Diagnosis } from '../signature-case.ts';
import { describedIn, headersThere } from './scheme-parts.ts';

/** GitHub and Meta send a SHA-1 signature beside the one that counts: whoever copies one header copies the wrong one. */
export const onlySha1: Diagnosis = ({ reason, provider, request }) => {
  if (reason !== 'no-signature' && reason !== 'no-signature-of-this-scheme') return undefined;
  const schemes = describedIn(provider);
  if (schemes.some(({ algorithm }) => algorithm === 'hmac-sha1')) return undefined;
  const wanted = schemes.find(({ algorithm }) => algorithm === 'hmac-sha256');
  const sha1 = Object.keys(request.headers).find((name) => request.headers[name]?.startsWith('sha1='));
  if (!wanted || sha1 === undefined) return undefined;
  const [there] = headersThere(wanted, request);
  return `Only a SHA-1 signature is there, in ${sha1}: ${there === undefined ? `the one that counts, SHA-256 in ${wanted.from.slice('header:'.length)}, is missing` : 'one of SHA-256 counts'}.`;
};
