import { readEnvironment } from '#shared/lambda/read-environment.ts';

beforeEach(() => {
  Object.assign(process.env, { PRESENT: 'yes', EMPTY: '' });
});

test('gives the variables that were asked for', () => {
  expect(readEnvironment(['PRESENT'])).toEqual({ PRESENT: 'yes' });
});

test('names all that are missing or empty at once', () => {
  expect(() => readEnvironment(['ABSENT', 'PRESENT', 'EMPTY'])).toThrow(
    "The function's environment lacks ABSENT, EMPTY; see serverless.yml",
  );
});
