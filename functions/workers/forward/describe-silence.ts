/** Errors of a connection by node's code: https://nodejs.org/api/errors.html#common-system-errors */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before it answered',
  EPIPE: 'closed the connection before it answered',
  ETIMEDOUT: 'did not answer in time',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ENOTFOUND: 'has a host name that was not found',
  EAI_AGAIN: 'has a host name that could not be looked up',
  EPROTO: 'could not agree on TLS',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
};

/** Whole families of codes: https://nodejs.org/api/tls.html#x509-certificate-error-codes, OpenSSL's and the HTTP parser's own. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_CA$/, 'has a certificate that cannot be trusted'],
  [/^ERR_(?:SSL|TLS)_/, 'could not agree on TLS'],
  [/^HPE_/, 'answered something that is not HTTP'],
];

const IS_CODE = /^[A-Z][A-Z0-9_]{1,50}$/;

/**
 * Why no answer came, to stand behind the destination's name; undefined where the error has no code that says it. Node's own
 * message is never part of it: it names the host, the address and the port.
 * @param wasCutShort we ended it ourselves before the destination had all of its time
 */
export function describeSilence(error: unknown, wasCutShort: boolean): string | undefined {
  if (isEndedByUs(error)) return wasCutShort ? 'did not answer in the time that was left' : 'did not answer in time';
  const code = codeOf(error);
  if (code === undefined) return undefined;
  return REASONS[code] ?? FAMILIES.find(([family]) => family.test(code))?.[1] ?? `did not answer (${code})`;
}

/** The reasons of aborted signals: that of our time limit, and that of the function's deadline. */
const ENDED_BY_US = ['TimeoutError', 'AbortError'];

const isEndedByUs = (error: unknown) =>
  typeof error === 'object' &&
  error !== null &&
  'name' in error &&
  typeof error.name === 'string' &&
  ENDED_BY_US.includes(error.name);

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && IS_CODE.test(error.code) ? error.code : undefined;
}
