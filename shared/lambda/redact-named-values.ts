/** What calls a secret by its name. */
const SECRET =
  /passw(?:or)?d|passphrase|token|secret|api[-_]?key|signature|credential|sess(?:ion)?[-_]?id|(?:^|[-_])(?:pwd|pass|sig|hmac|auth|session|sid)(?:$|[-_])/i;
/** What calls by its name how somebody is reached, paid or known: a message may quote a body, and has other uses for these words. */
const PERSONAL =
  /e[-_]?mail|phone|cv[cv]|security[-_]?code|card[-_]?number|account[-_]?number|routing[-_]?number|iban|ssn|social[-_]?security|tax[-_]?id|passport|birth|(?:^|[-_])dob(?:$|[-_])/i;
/** These may have blanks in them, and several parts. */
const HEADER = /(?:^|-)(?:authorization|cookie)$/i;

// A name is a whole run of its characters, so that none is looked at twice.
const NAME_AND_SIGN = /(?<![\w-])([\w-]+)(?:([\\"']*\s*(?:[:=]|%3[ad])\s*)|\s+is\s+)/gi;

/** A quote ends where it is not escaped, or doubled; one that never ends may have been cut off, as may an object. */
const VALUE =
  /\\"(?:[^"\\]|\\\\(?:\\[^]|[^\\])|\\[^"\\])*(?:\\?")?|"(?:[^"\\]|\\[^]|"")*"?|'(?:[^'\\]|\\[^]|'')*'?|[[{][^\n]*|[^\s,;&]+/y;
const LINE = /[^\n]+/y;
/** As JSON has values. Of a field sentences say that it `must not be empty`. */
const JSON_VALUE =
  /(?=\\?["'[{\d+-])(?:\\"(?:[^"\\]|\\\\(?:\\[^]|[^\\])|\\[^"\\])*(?:\\?")?|"(?:[^"\\]|\\[^])*"?|'[^']*'?|[^\s,;&}\]]+)/y;
/** A value that is said to be a secret's. Sentences say of one that it `is not valid`. */
const SAID_VALUE =
  /(?!(?:an?|all|already|bad|blank|cut|empty|expired|for|here|in|incorrect|invalid|longer|malformed|missing|newer|no|not|null|of|older|only|refused|required|revoked|set|short|shorter|the|there|too|undefined|unknown|unset|unsupported|used|wrong)(?!\w))[^\s,;&]+/iy;
/** The code of a sign-in; the codes of errors and exits are what an operator looks for. */
const CODE_VALUE = /(?!\d{1,3}(?!\w)|E[A-Z_]+(?!\w))[^\s,;&]+/y;

/** `name=value`, `"name": "value"`, `name is value`: without the value, where the name says that it is a secret. */
export function redactNamedValues(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const match of text.matchAll(NAME_AND_SIGN)) {
    // A value that was taken out has names of its own.
    if (match.index < from) continue;
    const [whole, name = '', sign] = match;
    const start = match.index + whole.length;
    const value = valueOf(name, sign);
    if (!value) continue;
    value.lastIndex = start;
    if (!value.test(text)) continue;
    kept.push(text.slice(from, start), '…');
    from = value.lastIndex;
  }
  return [...kept, text.slice(from)].join('');
}

/** @param sign none where it is the word `is` */
function valueOf(name: string, sign: string | undefined): RegExp | undefined {
  if (sign !== undefined && HEADER.test(name)) return LINE;
  if (SECRET.test(name)) return sign === undefined ? SAID_VALUE : VALUE;
  if (sign !== undefined && PERSONAL.test(name)) return sign.includes('=') ? VALUE : JSON_VALUE;
  return name.toLowerCase() === 'code' && sign?.includes('=') ? CODE_VALUE : undefined;
}
