import * as fc from 'fast-check';
import { fingerprint } from '#shared/lambda/fingerprint.ts';
import { readRedacted } from '#shared/lambda/read-redacted.ts';
import { redact } from '#shared/lambda/redact.ts';
import { anyCharacter } from '../../../support/any-character.ts';

test.each([
  ['secret whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw is wrong', 'secret whsec_… is wrong'],
  // Put together, so that no scanner takes it for a real one.
  [['key sk', 'live_abcDEF123 and rk', 'test_zz9'].join('_'), 'key sk_live_… and rk_test_…'],
  ['sent Bearer abc.def-ghi, refused', 'sent Bearer …, refused'],
  ['sent Basic dXNlcjpwYXNz', 'sent Basic …'],
  ['Authorization: token abc def\nnext line', 'Authorization: …\nnext line'],
  ['{"authorization":"AWS4-HMAC-SHA256 Credential=AKIA/x"}', '{"authorization":…'],
  ['cookie=a=1; b=2', 'cookie=…'],
  ['password=hunter2&next=1', 'password=…&next=1'],
  ['{"password": "hunter two", "next": 1}', '{"password": …, "next": 1}'],
  ['{\\"client_secret\\":\\"hunter2\\",\\"next\\":1}', '{\\"client_secret\\":…,\\"next\\":1}'],
  ['x-api-key: abc', 'x-api-key: …'],
  ['access_token=abc;', 'access_token=…;'],
  ['POST https://user:p@ss@example.com/hooks?key=1&b=2 failed', 'POST https://example.com/hooks?… failed'],
  ['GET https://example.com/#access', 'GET https://example.com/?…'],
  [
    'to https://hooks.example.com/services/T00/B00/abcDEF1234567890xyzABCD.',
    'to https://hooks.example.com/services/T00/B00/…',
  ],
  ['a jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_1 here', 'a jwt … here'],
  ['mail jane.doe+x@mail.example.com bounced', 'mail …@… bounced'],
  [`id ${'0af7'.repeat(8)} is unknown`, 'id … is unknown'],
  [`token-less ${'Ab+/'.repeat(8)}== text`, 'token-less … text'],
  ['an id of 12 and 7f3a', 'an id of 12 and 7f3a'],
  ['pwd=hunter2', 'pwd=…'],
  ['pass: hunter2', 'pass: …'],
  ['sig=abc&x=1', 'sig=…&x=1'],
  ['X-Signature: abc', 'X-Signature: …'],
  ['hmac: 0a1b', 'hmac: …'],
  ['?code=abc123&state=x', '?code=…&state=x'],
  ['exit code=1, code=ECONNRESET, code: 404', 'exit code=1, code=ECONNRESET, code: 404'],
  ['session=abc; connect.sid=s%3Aabc; PHPSESSID=1a', 'session=…; connect.sid=…; PHPSESSID=…'],
  ['session_id: 12', 'session_id: …'],
  ['token is abc123', 'token is …'],
  ['the token is not valid, its signature is wrong', 'the token is not valid, its signature is wrong'],
  ['passing: yes, design=x, passage=1', 'passing: yes, design=x, passage=1'],
  ['authToken%3Dabc123', 'authToken%3D…'],
  // Put together as well.
  [['key AI', 'zaSyA1234567890'].join(''), 'key …'],
  [['gl', 'pat-abcDEF123'].join(''), '…'],
  [['np', 'm_abcdEFGH1234567890'].join(''), '…'],
  ['npm_config_registry is set', 'npm_config_registry is set'],
  [['S', 'G.abcdefghij.klmnop here'].join(''), '… here'],
  [['s', 'k-proj-abc123, task-list'].join(''), '…, task-list'],
  [['xa', 'pp-1-A02-123-abc and xo', 'xe.xo', 'xp-1-abc'].join(''), '… and …'],
  [['pi', '3abc', 'secret', 'Xyz123'].join('_'), 'pi_3abc_secret_…'],
  ['card 4242 4242 4242 4242 declined', 'card … declined'],
  ['card 4242-4242-4242-4242, 4242424242424242', 'card …, …'],
  ['an order of 123456789012 at 2026-01-02 03:04:05', 'an order of 123456789012 at 2026-01-02 03:04:05'],
  ['iban DE89370400440532013000', 'iban …'],
  ['NO93 8601 1117 947 or DE89 3704 0044 0532 0130 00.', '… or ….'],
  ['password: "a\\"b c", next: 1', 'password: …, next: 1'],
  ["password: 'a\\'b c', next: 1", 'password: …, next: 1'],
  ["secret: 'it''s mine', next: 1", 'secret: …, next: 1'],
  ['{\\"secret\\":\\"a\\\\\\"b c\\",\\"next\\":1}', '{\\"secret\\":…,\\"next\\":1}'],
  ['{"secret":"","next":1}', '{"secret":…,"next":1}'],
  ['{"password": "hunter two and', '{"password": …'],
  ['{"secret": {"value": "a b"}}\nnext', '{"secret": …\nnext'],
  ['{"token":["a", "b"]}', '{"token":…'],
  ['foo: password=hunter2', 'foo: password=…'],
  ['Invalid type: Expected "a" but received "hunter "two""', 'Invalid type: Expected "a" but received "…"'],
  ['Expected number but received "hunter2', 'Expected number but received "…"'],
  ['Expected string but received null', 'Expected string but received null'],
  ['{"card":{"cvc":"123","exp":4},"phone":"+1 555 01"}', '{"card":{"cvc":…,"exp":4},"phone":…}'],
  ['{"ssn":"1","iban":"x","date_of_birth":"1815"}', '{"ssn":…,"iban":…,"date_of_birth":…}'],
  ['cvv=123&phoneNumber=%2B1555&next=1', 'cvv=…&phoneNumber=…&next=1'],
  ['"security_code":123,"next":1', '"security_code":…,"next":1'],
  ['phone: must not be empty', 'phone: must not be empty'],
  ['redis://:pa55@host and a://x,b://u:p@h/', 'redis://host and a://x,b://h/'],
  ['queue webhook-pipeline-prod-order-mail-dead-letters', 'queue webhook-pipeline-prod-order-mail-dead-letters'],
  ['no results/order-mail/date=2026-01-02/hour=03/x', 'no results/order-mail/date=2026-01-02/hour=03/x'],
])('%j becomes %j', (text, redacted) => {
  expect(redact(text)).toBe(redacted);
});

const messageOf = (text: unknown): string => {
  try {
    JSON.parse(text as string);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`JSON.parse takes ${String(text)}`);
};

test.each(['hunter2', '{"card":"4242"x}', '[1,2,"sec"ret]', `{"a":"${'secret '.repeat(30)}"`, '{"😀":😀}', '"ab\nc"'])(
  'what V8 says of %j keeps nothing of it',
  (text) => {
    const redacted = redact(`Could not read the answer: ${messageOf(text)}`);
    for (const piece of ['hunter', '4242', 'sec', '😀', 'ab']) expect(redacted).not.toContain(piece);
  },
);

const secretLike = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9+/]{32,80}={0,2}$/),
  fc.stringMatching(/^[0-9a-f]{32,64}$/),
  fc.stringMatching(/^whsec_[A-Za-z0-9+/]{8,40}$/),
  fc.stringMatching(/^[sr]k_(live|test)_[A-Za-z0-9]{8,40}$/),
  fc.stringMatching(/^(password|token|secret|api_key|client_secret)=[A-Za-z0-9!$%^*]{8,30}$/),
  fc.stringMatching(/^Bearer [A-Za-z0-9._~+/-]{8,60}$/),
);
const words = fc.stringMatching(/^( ?[a-z]{1,10}){0,30}$/);

test('no secret of any kind survives, wherever it stands', () => {
  fc.assert(
    fc.property(words, secretLike, words, (before, secret, after) => {
      const value = secret.replace(/^(?:Bearer |\w+=|whsec_|[sr]k_(?:live|test)_)/, '');
      fc.pre(!`${before} ${after}`.includes(value));
      expect(redact(`${before} ${secret} ${after}`)).not.toContain(value);
    }),
    { numRuns: 500 },
  );
});

test('a secret across any cut does not survive in part', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4100 }), secretLike, (length, secret) => {
      const value = secret.replace(/^(?:Bearer |\w+=|whsec_|[sr]k_(?:live|test)_)/, '');
      expect(redact(`${'x '.repeat(length / 2)}${secret} end`)).not.toContain(value.slice(0, 8));
    }),
  );
});

test('the outcome is bounded and well formed, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 6000, size: 'max' }), (text) => {
      const redacted = redact(text);
      expect(redacted.length).toBeLessThanOrEqual(1000);
      expect(redacted.isWellFormed()).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test.each(
  [
    'secret-',
    'a-',
    'a',
    '-',
    'A',
    '1',
    '1 ',
    '12-',
    'token=',
    'token',
    'token="',
    "token='",
    'token=\\"',
    'token is ',
    'token ',
    'code=',
    'Bearer ',
    'Bearer  ',
    'cookie"',
    'cookie: ',
    '://a@',
    '://',
    'a://a/',
    'a+',
    'x://a?',
    'http://',
    '@',
    'a@',
    'a@b.',
    'a.',
    '"',
    "'",
    '\\',
    '\\"',
    '"" ',
    'Ab+/',
    'ab_',
    'aB3_',
    '=',
    'eyJ-',
    'eyJa.',
    'whsec_',
    'sk_live_',
    'pi_',
    'pi_a_secret',
    'npm_',
    'SG.',
    'sk-',
    'xoxb-',
    'DE12',
    'DE12 ABCD ',
    'AB',
    '4242 ',
    '" is not valid JSON',
    '"... is',
    "Unexpected token 'a', \"",
    ' ',
    '\n',
    ': ',
    '%3d',
    '{',
    'é',
    '…',
  ].flatMap((piece) => [
    [piece, ''],
    [piece, '!'],
    [piece, ' '],
  ]),
)('a hostile text of %j, then %j, takes no time worth mentioning', (piece, end) => {
  const texts = [4000, 200_000].map((length) => piece.repeat(Math.floor((length - 1) / piece.length)) + end);
  for (const text of texts) {
    // The best of three: others use this machine, too.
    const times = [1, 2, 3].map(() => {
      const start = process.hrtime.bigint();
      redact(text);
      fingerprint({ worker: 'forward', chain: readRedacted(new Error(text)) });
      return Number(process.hrtime.bigint() - start) / 1e6;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  }
});
