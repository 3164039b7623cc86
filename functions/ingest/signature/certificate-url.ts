import { CertificateRefused } from './certificate-refused.ts';

/** A certificate's name, and nothing that could spell one address in many ways and so be fetched as often. */
const PATH = /^(?:\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,8}$/;

/**
 * Where a certificate may be fetched: over https on its own port, at one of these hosts, and written in one way only.
 * @throws {CertificateRefused} before anything is looked up
 */
export function certificateUrl(text: string, hosts: RegExp): string {
  const url = URL.parse(text);
  const isPlain = url?.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  if (!isPlain || !hosts.test(url.hostname)) throw refused('is not at a host that the sender has documented');
  // The parser takes backslashes, tabs, escapes and dots for something else than their text.
  const isExact = text.replace(':443/', '/') === `https://${url.hostname}${url.pathname}`;
  if (!isExact || !PATH.test(url.pathname)) throw refused('is written in another way than the sender writes it');
  return url.href;
}

const refused = (why: string) => new CertificateRefused('certificate-host', `The URL of the certificate ${why}`);
