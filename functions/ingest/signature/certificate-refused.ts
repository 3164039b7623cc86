/** A certificate from elsewhere than the sender's documented hosts, or one that is no good: the webhook is refused. */
export class CertificateRefused extends Error {
  override readonly name = 'CertificateRefused';
  readonly reason: 'certificate-host' | 'certificate-refused';

  /** @param message without anything that the sender wrote */
  constructor(reason: CertificateRefused['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}
