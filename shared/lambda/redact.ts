/** An operator reads it in a list; what is longer is in the log's neighbourhood, by the request id. */
const MESSAGE_CHARACTERS_MAX = 1000;
/** Some patterns take quadratic time on hostile text: this much of it is looked at. */
const READ_CHARACTERS_MAX = 4000;

/** Text of an error without what must not be in a log or a dead letter: secrets, addresses, pieces of bodies. Bounded. */
export function redact(text: string): string {
  const redacted = redactAll(text);
  if (redacted.length <= MESSAGE_CHARACTERS_MAX) return redacted;
  return `${redacted.slice(0, MESSAGE_CHARACTERS_MAX - 1).toWellFormed()}…`;
}

/** As `redact`, before it is cut to what fits: what changes in front of the cut must not move it. */
export function redactAll(text: string): string {
  return RULES.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), readable(text)).replace(
    LONG_TOKEN,
    (token) => (NAME_OF_WORDS.test(token) ? token : '…'),
  );
}

/** The last word of what is cut off may be half a secret that no pattern knows any more. */
function readable(text: string): string {
  const wellFormed = text.toWellFormed();
  if (wellFormed.length <= READ_CHARACTERS_MAX) return wellFormed;
  return `${wellFormed.slice(0, READ_CHARACTERS_MAX).replace(/\S*$/, '')}…`;
}

const RULES: readonly (readonly [RegExp, string])[] = [
  // V8 quotes the text that JSON.parse was given, and its first wrong character.
  [/(?:Unexpected token '[^]{1,2}', )?(?:\.\.\.)?"[^]*"(?:\.\.\.)? is not valid JSON/g, '"…" is not valid JSON'],
  // User-info, query and fragment of a URL; a long or numbered part of its path may be a token as well (Slack's is).
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]*@/gi, '$1'],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi, '$1?…'],
  [/(?<=:\/\/[^\s?#"'<>]*\/)(?=[\w.~%-]*\d)[\w.~%-]{16,}/gi, '…'],
  [/\beyJ[\w-]+\.[\w-]*(?:\.[\w-]*)?/g, '…'],
  [/\bwhsec_[\w+/=-]+/g, 'whsec_…'],
  [/\b([prs]k_(?:live|test)_)\w+/g, '$1…'],
  [/\b(?:gh[oprsu]_|github_pat_|xox[a-z]-|shp[a-z]{2}_|AKIA|ASIA)[\w-]+/g, '…'],
  [/\b((?:proxy-)?authorization|(?:set-)?cookie)([\\"']*\s*[:=]\s*)[^\n]+/gi, '$1$2…'],
  [/\b(Bearer|Basic)\s+[^\s,;"'\\]+/gi, '$1 …'],
  [
    /\b([\w-]*(?:passw(?:or)?d|passphrase|token|secret|api[-_]?key|signature|credential)[\w-]*)([\\"']*\s*[:=]\s*)(?:\\?"[^"]*"|'[^']*'|[^\s,;&]+)/gi,
    '$1$2…',
  ],
  [/[^\s@<>"'(),;:/]+@[^\s@<>"'(),;:/]+\.[^\s@<>"'(),;:/]+/g, '…@…'],
];

/** What base64, base64url or hex would be at this length. */
const LONG_TOKEN = /[\w+/=-]{32,}/g;
/** Names and keys of ours: words in lower case, years and days between separators. No random token looks like that. */
const NAME_OF_WORDS = /^(?:[a-z]{0,20}|\d{1,4})(?:[-_/=](?:[a-z]{0,20}|\d{1,4}))*$/;
