import { parse, stringify } from 'node:querystring';

/** More than the URLs that people enter at Twilio are long, and as much as API Gateway takes. */
const URL_CHARACTERS_MAX = 10_240;

/**
 * The spellings of its URL under which Twilio may have signed, the likeliest first: with and without the port, as Twilio's own
 * library tries them, because Twilio's services differ; then with the escapes of a URL parser and of an older library.
 */
export function urlForms(url: string): readonly string[] {
  if (url.length > URL_CHARACTERS_MAX) return [];
  const parsed = URL.parse(url)?.href ?? url;
  const forms = [url, parsed, withEscapedQuery(parsed)].flatMap((form) => [withoutPort(form), withPort(form)]);
  return [...new Set(forms)];
}

const PORT = /^(https?:\/\/[^/?#]*?)(:\d+)?(?=[/?#]|$)/i;

const withoutPort = (url: string) => url.replace(PORT, '$1');

const withPort = (url: string) =>
  url.replace(PORT, (_, origin: string, port = /^https/i.test(origin) ? ':443' : ':80') => `${origin}${port}`);

function withEscapedQuery(url: string): string {
  const queryAt = url.indexOf('?');
  return queryAt === -1 ? url : `${url.slice(0, queryAt)}?${stringify(parse(url.slice(queryAt + 1)))}`;
}
