import { X509Certificate } from 'node:crypto';
import { CertificateRefused } from './certificate-refused.ts';

/** A published chain is the leaf and two or three above it. */
const CERTIFICATES_MAX = 6;
const RSA_BITS_MIN = 2048;
/** To check a signature of a longer one takes too long. */
const RSA_BITS_MAX = 8192;

/** The certificates of a PEM file, the sender's own first. @throws {CertificateRefused} for a file without, or with too many */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw refused('there is none in the file');
  if (blocks.length > CERTIFICATES_MAX) throw refused(`a file may hold ${CERTIFICATES_MAX}`);
  return blocks.map((block) => readCertificate(block));
}

/**
 * From the sender's own certificate up to a root, as far as it was published. Senders such as SNS publish theirs alone: then
 * its issuer is not at hand, and what vouches for it is the TLS of the documented host. Whatever is there must fit.
 * @throws {CertificateRefused} for a chain that does not close, or a key that is too weak
 */
export function closeChain(
  published: readonly X509Certificate[],
  roots: readonly X509Certificate[],
): readonly X509Certificate[] {
  const [own] = published;
  if (!own || !hasGoodKey(own)) throw refused(`its key is not RSA of ${RSA_BITS_MIN} to ${RSA_BITS_MAX} bits`);
  const chain: X509Certificate[] = [];
  for (const certificate of published) {
    const below = chain.at(-1);
    if (below && !isIssuedBy(below, certificate)) throw refused('its chain is broken');
    chain.push(certificate);
    const root = roots.find((root) => isSame(certificate, root) || isIssuedBy(certificate, root));
    if (root) return [...chain, root];
  }
  const isAlone = chain.length === 1 && !own.checkIssued(own) && !roots.some((root) => own.checkIssued(root));
  if (isAlone) return chain;
  throw refused('its chain ends at nobody who is trusted');
}

/** @throws {CertificateRefused} unless all of them are valid at that time */
export function checkDates(chain: readonly X509Certificate[], now: Date): void {
  const areValid = chain.every(({ validFromDate, validToDate }) => validFromDate <= now && now <= validToDate);
  if (!areValid) throw refused('it is not valid at this time');
}

/** @throws {CertificateRefused} unless its one common name is what is expected */
export function checkSubject(certificate: X509Certificate, subject: RegExp): void {
  // One line for each part of the name; Node escapes what could break a line.
  const names = certificate.subject.split('\n').filter((line) => line.startsWith('CN='));
  const isExpected = names.length === 1 && names.every((name) => subject.test(name.slice('CN='.length)));
  if (!isExpected) throw refused('it is made out to somebody else');
}

function readCertificate(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw refused('it cannot be read');
  }
}

function hasGoodKey(certificate: X509Certificate): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const bits = asymmetricKeyDetails?.modulusLength ?? 0;
    return asymmetricKeyType === 'rsa' && bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX;
  } catch {
    // Not a key that OpenSSL knows.
    return false;
  }
}

const isSame = (one: X509Certificate, other: X509Certificate) => one.raw.equals(other.raw);

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  // In this order: most are not even named as the issuer, and only few signatures have to be checked.
  return certificate.checkIssued(issuer) && issuer.ca && certificate.verify(issuer.publicKey);
}

const refused = (why: string) => new CertificateRefused('certificate-refused', `The certificate was refused: ${why}`);
