import { textOf } from '../../../../functions/ingest/webhook-request.ts';
import { lazyFind } from '../../../../functions/ingest/signature/lazy-find.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';

/** Where the certificate is said to be, and that it is no place of the sender's. */
export const certificateHost: Diagnosis = (refused) => {
  if (refused.reason !== 'certificate-host') return undefined;
  const url = URL.parse(certificateUrl(refused));
  if (!url) return 'What stands for the certificate’s URL is none.';
  const { protocol, host, pathname } = url;
  return `The certificate is said to be at ${protocol}//${host}${pathname}, which is not how its sender publishes one: over https, at its documented host alone.`;
};

const certificateUrl = ({ request, provider }: RefusedCase): string =>
  request.headers['paypal-cert-url'] ?? textOf(lazyFind(request, provider).find('/SigningCertURL')) ?? '';
