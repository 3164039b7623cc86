import { RetryLater } from '#shared/errors.ts';
import { redactError } from '#shared/lambda/redact-error.ts';

test('a log shows the name, the frames and the causes of an error, and none of its secrets', () => {
  const cause = Object.assign(new TypeError('sent Bearer abc.def'), { headers: { authorization: 'abc.def' } });
  const error = redactError(new RetryLater('token=abc.def was refused', { cause }));
  expect(error).toMatchObject({ name: 'RetryLater', message: 'token=… was refused' });
  expect(error.cause).toMatchObject({ name: 'TypeError', message: 'sent Bearer …' });
  expect(error.stack).toMatch(/^RetryLater: token=… was refused\n\s+at .*redact-error\.test/);
  const shown = [error, error.cause as Error].map(({ stack, ...rest }) => `${stack} ${JSON.stringify(rest)}`).join();
  expect(shown).not.toContain('abc.def');
});

test.each([null, undefined, 'text', { a: 1 }])('%p, thrown, becomes an error that can be printed', (thrown) => {
  expect(redactError(thrown)).toBeInstanceOf(Error);
  expect(redactError(thrown).stack).toMatch(/^NoError: /);
});

test('an error is redacted once, however often it is asked for', () => {
  const error = new Error('token=abc.def was refused');
  const redacted = redactError(error);
  expect(redactError(error)).toBe(redacted);
  expect(redactError(redacted)).toBe(redacted);
});
