import { isIP } from 'node:net';
import { GiveUp } from '../errors.ts';

export interface AddressRules {
  /** Whether this address may be connected to. */
  readonly allowsAddress: (address: string) => boolean;
  /** Plain http is for one's own machine. */
  readonly allowsHttp: boolean;
}

/**
 * The URL, where it may be called. A port that is written down was chosen by whoever keeps the destinations, so it counts.
 * @throws {GiveUp} without the URL, which may hold a secret
 */
export function checkUrl(text: string, { allowsAddress, allowsHttp }: AddressRules): URL {
  const url = URL.parse(text);
  if (!url) throw new GiveUp('The URL is not valid');
  if (url.protocol !== 'https:' && !(allowsHttp && url.protocol === 'http:')) throw new GiveUp('The URL is not https');
  if (url.username !== '' || url.password !== '') throw new GiveUp('The URL has a user or a password in it');
  const host = hostOf(url);
  // An address in the URL is never looked up, so it must be checked here. The URL parser has already read 0x7f.1 as 127.0.0.1.
  if (isIP(host) !== 0 && !allowsAddress(host)) throw new GiveUp(`The address ${host} may not be called`);
  return url;
}

/** Without the brackets of an IPv6 address. */
export const hostOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');
