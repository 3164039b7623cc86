import { certificatesOf } from '../../functions/ingest/signature/certificates-of.ts';
import type { Certificates, VerifyContext } from '../../functions/ingest/signature/signature-verdict.ts';
import { NOW } from './ingest-under-test.ts';

interface Known {
  readonly secrets: VerifyContext['secrets'] | string;
  readonly options?: VerifyContext['options'];
  /** Unix seconds. */
  readonly now?: number;
  /** What every sender's host answers with, and the only root there is. */
  readonly certificatePem?: string | undefined;
}

const noCertificates: Certificates = { find: () => Promise.reject(new Error('There is no certificate here')) };

/** What ingest would check a signature with. */
export const verifyContext = ({ secrets, options = {}, now = NOW, certificatePem }: Known): VerifyContext => ({
  secrets: typeof secrets === 'string' ? [{ value: secrets }] : secrets,
  options,
  now: new Date(now * 1000),
  certificates: certificatePem === undefined ? noCertificates : certificatesOf(certificatePem),
});
