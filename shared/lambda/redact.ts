import { redactNamedValues } from './redact-named-values.ts';
import { redactUrls } from './redact-urls.ts';

/** An operator reads it in a list; what is longer is in the log's neighbourhood, by the request id. */
const MESSAGE_CHARACTERS_MAX = 1000;
/** Rules take time in proportion to what they look at, and a message may quote a whole body. */
const READ_CHARACTERS_MAX = 4000;

/** Text of an error without what must not be in a log or a dead letter: secrets, addresses, pieces of bodies. Bounded. */
export const redact = (text: string): string => shorten(redactAll(text));

/** What is redacted already, cut to what is shown of it. */
export function shorten(redacted: string): string {
  if (redacted.length <= MESSAGE_CHARACTERS_MAX) return redacted;
  return `${redacted.slice(0, MESSAGE_CHARACTERS_MAX - 1).toWellFormed()}…`;
}

/** As `redact`, before it is cut to what fits: what changes in front of the cut must not move it. */
export const redactAll = (text: string): string => RULES.reduce((left, rule) => rule(left), readable(text));

/** The last word of what is cut off may be half a secret that no pattern knows any more. */
function readable(text: string): string {
  const wellFormed = text.toWellFormed();
  if (wellFormed.length <= READ_CHARACTERS_MAX) return wellFormed;
  let end = READ_CHARACTERS_MAX;
  while (end > 0 && !/\s/.test(wellFormed.charAt(end - 1))) end -= 1;
  return `${wellFormed.slice(0, end)}…`;
}

type Rule = (text: string) => string;

const replacing =
  (pattern: RegExp, replacement: string): Rule =>
  (text) =>
    text.replace(pattern, replacement);

/**
 * A sender's text may stand in a message, so that no rule may take more than a few steps per character: each begins only
 * where a word or a run of its characters begins, and reads on over one class, or over so many characters at most.
 */
const RULES: readonly Rule[] = [
  withoutQuotedJson,
  // Valibot quotes a text that is not as its schema wants it, with all the quotes that are in it.
  replacing(/\bbut received "(?:[^]*"|[^]*$)/, 'but received "…"'),
  redactUrls,
  replacing(/(?<![\w-])eyJ[\w-]+\.[\w-]*(?:\.[\w-]*)?/g, '…'),
  replacing(/\bwhsec_[\w+/=-]+/g, 'whsec_…'),
  replacing(/\b([prs]k_(?:live|test)_)\w+/g, '$1…'),
  replacing(/\b((?:pi|seti|src|cs)_\w*?_secret_)\w+/g, '$1…'),
  replacing(
    /\b(?:gh[oprsu]_|github_pat_|glpat-|xapp-|xox[a-z][.-]|shp[a-z]{2}_|sk-(?=\w)|AKIA|ASIA|AIza|npm_(?=[A-Za-z0-9]{16})|SG\.(?=[\w-]{8}))[\w.-]+/g,
    '…',
  ),
  redactNamedValues,
  replacing(/\b(Bearer|Basic)\s+[^\s,;"'\\]+/gi, '$1 …'),
  replacing(/(?<![^\s@<>"'(),;:/])[^\s@<>"'(),;:/]+@[^\s@<>"'(),;:/]+\.[^\s@<>"'(),;:/]+/g, '…@…'),
  // Cards have 13 to 19 digits, https://www.iso.org/standard/70484.html, printed in groups or not; so have some ids.
  replacing(/(?<![A-Za-z0-9])(?<!\d[ -])\d(?:[ -]?\d){12,18}(?![A-Za-z0-9])(?![ -]\d)/g, '…'),
  // An IBAN: a country, two check digits, and 11 to 30 more. https://www.iso.org/standard/81090.html
  replacing(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, '…'),
  (text) => text.replace(LONG_TOKEN, (token) => (NAME_OF_WORDS.test(token) ? token : '…')),
];

/** V8 quotes the text that JSON.parse was given, and its first wrong character: from the first quote to the last one. */
function withoutQuotedJson(text: string): string {
  const end = Math.max(text.lastIndexOf('" is not valid JSON'), text.lastIndexOf('"... is not valid JSON'));
  const start = text.indexOf('"');
  if (end === -1 || start === end) return text;
  const before = text.slice(0, start).replace(/(?:Unexpected token '[^]{1,2}', )?(?:\.\.\.)?$/, '');
  const behind = text.slice(text.indexOf(' is not valid JSON', end));
  return `${before}"…"${behind}`;
}

/** What base64, base64url or hex would be at this length. */
const LONG_TOKEN = /[\w+/=-]{32,}/g;
/** Names and keys of ours: words in lower case, years and days between separators. No random token looks like that. */
const NAME_OF_WORDS = /^(?:[a-z]{0,20}|\d{1,4})(?:[-_/=](?:[a-z]{0,20}|\d{1,4}))*$/;
