import type { X509Certificate } from 'node:crypto';
import type { Secret, SourceOptions } from '#shared/messages/source.ts';
import type { WebhookRequest } from '../webhook-request.ts';

export type SignatureVerdict = { readonly valid: true } | { readonly valid: false; readonly reason: RefusalReason };

export type RefusalReason =
  | 'no-signature'
  | 'no-signature-of-this-scheme'
  | 'no-timestamp'
  | 'malformed-timestamp'
  | 'stale-timestamp'
  | 'future-timestamp'
  | 'incomplete-headers'
  | 'incomplete-body'
  | 'no-usable-secret'
  | 'no-option'
  | 'certificate-host'
  | 'certificate-refused'
  | 'topic-not-allowed'
  | 'wrong-signature';

export interface WantedCertificate {
  readonly url: string;
  /** Of which one must be the URL's. */
  readonly hosts: RegExp;
  /** What it must be made out to. */
  readonly subject: RegExp;
  /** Whose it is: what is asked for one sender takes nothing away from another. */
  readonly sender: string;
  /** Where the webhook was posted that names it. */
  readonly sourceName: string;
}

export interface FoundCertificate {
  readonly certificate: X509Certificate;
  /** To be called once a signature has held under it: such a one is not given up for others that anybody may name. */
  readonly hasVerified: () => void;
}

/** Fetches the certificate of a sender, or remembers it. */
export interface Certificates {
  /** @throws {CertificateRefused} for another host, or a certificate that is no good; any other error where it cannot be had now */
  find(wanted: WantedCertificate, now: Date): Promise<FoundCertificate>;
}

/** What a check may look at beside the request. */
export interface VerifyContext {
  /** Those of the source, whenever they count. */
  readonly secrets: readonly Secret[];
  readonly options: SourceOptions;
  readonly now: Date;
  readonly certificates: Certificates;
}

/** Never throws over what the request holds; takes time linear in it. */
export type VerifyOwn = (
  request: WebhookRequest,
  context: VerifyContext,
) => SignatureVerdict | Promise<SignatureVerdict>;
