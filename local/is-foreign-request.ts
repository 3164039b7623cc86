import type { IncomingHttpHeaders } from 'node:http';

const loopbackHost = /^(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d+)?$/i;

/**
 * A web page can make a browser send requests here: under its own host name (DNS rebinding), or as a form from its own
 * origin or from another port of this machine. Nothing here asks for credentials, so what a page of somebody else has
 * caused is refused; Sec-Fetch-Site is the browser's own word for that: https://www.w3.org/TR/fetch-metadata/
 */
export function isForeignRequest({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (host === undefined || !loopbackHost.test(host)) return true;
  if (site === 'cross-site' || site === 'same-site') return true;
  return origin !== undefined && !loopbackHost.test(origin.replace(/^https?:\/\//, ''));
}
