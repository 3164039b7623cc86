import type { IncomingHttpHeaders } from 'node:http';

const loopbackNames = /^(?:127\.\d+\.\d+\.\d+|\[::1\]|(?:[^/:@]+\.)?localhost)(?::\d+)?$/i;

/**
 * A web page can make a browser send requests here: under its own host name (DNS rebinding), or as a form from its
 * own origin. Nothing here asks for credentials, so a request that names a host or origin other than loopback is refused.
 */
export function isForeignRequest({ host, origin }: IncomingHttpHeaders): boolean {
  if (host === undefined || !loopbackNames.test(host)) return true;
  return origin !== undefined && !loopbackNames.test(origin.replace(/^https?:\/\//, ''));
}
