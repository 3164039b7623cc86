import { verify } from 'node:crypto';
import { CertificateRefused } from './certificate-refused.ts';
import type { SignatureVerdict, VerifyContext, WantedCertificate } from './signature-verdict.ts';

/** A signature that an RSA certificate of the sender's proves. */
export interface CertifiedSignature extends Omit<WantedCertificate, 'url'> {
  readonly certificateUrl: string;
  readonly hash: 'sha1' | 'sha256';
  /** Base64. */
  readonly signature: string;
  readonly signed: Buffer;
}

/** @throws when the certificate cannot be had now: that is no fault of the signature's */
export async function verifyWithCertificate(
  { certificateUrl, hash, signature, signed, ...wanted }: CertifiedSignature,
  { certificates, now }: Pick<VerifyContext, 'certificates' | 'now'>,
): Promise<SignatureVerdict> {
  const bytes = Buffer.from(signature, 'base64');
  // Of the many spellings that Node reads as the same bytes, senders write one.
  if (bytes.toString('base64') !== signature) return { valid: false, reason: 'wrong-signature' };
  try {
    const { certificate, hasVerified } = await certificates.find({ ...wanted, url: certificateUrl }, now);
    if (!verify(hash, signed, certificate.publicKey, bytes)) return { valid: false, reason: 'wrong-signature' };
    hasVerified();
    return { valid: true };
  } catch (error) {
    if (error instanceof CertificateRefused) return { valid: false, reason: error.reason };
    throw error;
  }
}
