/**
 * URLs without user-info, query and fragment; a long part of the path with a digit in it may be a token as well (Slack's is).
 */
export const redactUrls = (text: string): string =>
  text.replace(/:\/\/[^\s/?#"'<>]*@/g, '://').replace(/[^\s"'<>]+/g, redactUrl);

/** @param word with a URL in it or none */
function redactUrl(word: string): string {
  const scheme = word.indexOf('://');
  if (scheme === -1) return word;
  const path = word.indexOf('/', scheme + '://'.length);
  const query = word.slice(scheme).search(/[?#]/);
  const end = query === -1 ? word.length : scheme + query;
  const location =
    path === -1 || path > end ? word.slice(0, end) : `${word.slice(0, path)}${redactPath(word.slice(path, end))}`;
  return query === -1 ? location : `${location}?…`;
}

const redactPath = (path: string): string => path.replace(/[\w.~%-]{16,}/g, (part) => (/\d/.test(part) ? '…' : part));
