import { X509Certificate } from 'node:crypto';
import type { Reader } from '#shared/ports.ts';
import { onceLoaded } from '../once-loaded.ts';
import { certificateUnavailable } from './certificate-unavailable.ts';
import { checkDates, checkSubject, closeChain, readCertificates } from './close-chain.ts';
import { CertificateRefused } from './certificate-refused.ts';
import { certificateUrl } from './certificate-url.ts';
import { createSenderCertificates, type Chain, type SenderCertificates } from './sender-certificates.ts';
import type { Certificates } from './signature-verdict.ts';

/** Answers come in some 100 ms; with the sources before and the queue behind it, a sender still has its answer within 8 s. */
const FETCH_MS_MAX = 3000;
/** A chain of four has some 8 KiB. */
const FILE_BYTES_MAX = 64 * 1024;

export interface CertificatePorts {
  readonly reader: Reader;
  /** Who is trusted, as PEM. Left out: those whom Node trusts. */
  readonly roots?: () => Promise<readonly string[]>;
}

/** Certificates of senders, fetched at their documented hosts, checked and kept in memory. */
export function createCertificates({ reader, roots = rootsOfNode }: CertificatePorts): Certificates {
  const trusted = onceLoaded(async () => (await roots()).map((pem) => new X509Certificate(pem)));
  const senders = new Map<string, SenderCertificates>();

  const fetchChain = async (url: string, now: Date): Promise<Chain> => {
    const chain = closeChain(readCertificates(await readFile(reader, url)), await trusted());
    checkDates(chain, now);
    return chain;
  };

  const certificatesOf = (sender: string): SenderCertificates => {
    const known = senders.get(sender) ?? createSenderCertificates(fetchChain);
    senders.set(sender, known);
    return known;
  };

  return {
    async find({ url: text, hosts, subject, sender, sourceName }, now) {
      const url = certificateUrl(text, hosts);
      const certificates = certificatesOf(sender);
      const chain = await certificates.chainAt(url, sourceName, now);
      const [certificate] = chain;
      if (!certificate) throw new Error('A chain has its own certificate');
      checkDates(chain, now);
      checkSubject(certificate, subject);
      return { certificate, hasVerified: () => certificates.hasVerified(url, chain, now) };
    },
  };
}

async function rootsOfNode(): Promise<readonly string[]> {
  // Over a hundred, which nobody needs who has no sender with certificates.
  return (await import('node:tls')).rootCertificates;
}

/** @throws {CertificateRefused} when the host knows none there; everything else may be otherwise next time */
async function readFile(reader: Reader, url: string): Promise<string> {
  const { signal } = new AbortController();
  const answer = await reader
    .get(url, { headers: {}, timeoutMs: FETCH_MS_MAX, bytesMax: FILE_BYTES_MAX, signal })
    .catch((error: unknown) => {
      throw certificateUnavailable(error);
    });
  if (answer.status === 404 || answer.status === 410) {
    throw new CertificateRefused(
      'certificate-refused',
      'The certificate was refused: its host knows none of this name',
    );
  }
  if (answer.status !== 200)
    throw certificateUnavailable(new Error(`The host of the certificate answered ${answer.status}`));
  return answer.bytes.toString('latin1');
}
