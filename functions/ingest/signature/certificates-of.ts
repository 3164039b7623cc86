import { X509Certificate } from 'node:crypto';
import { createCertificates } from './certificates.ts';
import type { Certificates } from './signature-verdict.ts';

/**
 * A certificate that is at hand, whatever its URL, and its own root: as files of signed requests have it. Such a file's clock
 * may stand still at a time when its certificate was not made yet; then the certificate counts from its beginning on.
 */
export function certificatesOf(pem: string): Certificates {
  const bytes = Buffer.from(pem);
  const blocks = pem.split(/(?<=-----END CERTIFICATE-----)/).filter((text) => text.includes('-----BEGIN'));
  const certificates = createCertificates({
    reader: { get: async () => ({ status: 200, bytes }) },
    roots: async () => blocks.slice(-1),
  });
  const { validFromDate } = new X509Certificate(bytes);
  return {
    find: (wanted, now) => certificates.find(wanted, now > validFromDate ? now : validFromDate),
  };
}
