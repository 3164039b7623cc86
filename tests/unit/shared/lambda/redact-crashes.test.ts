import { EventEmitter } from 'node:events';
import { redactCrashes } from '#shared/lambda/redact-crashes.ts';

/** A process, and Lambda's runtime in it, which logs whatever it is told of. */
function givenRuntime() {
  const runtime = new EventEmitter();
  const logged: unknown[] = [];
  for (const name of ['uncaughtException', 'unhandledRejection']) {
    runtime.on(name, (thrown: unknown) => {
      const { name, message, stack, ...others } = thrown as Error;
      logged.push({ name, message, stack, ...others });
    });
  }
  redactCrashes(runtime);
  return { runtime, logged };
}

test.each(['uncaughtException', 'unhandledRejection'])('an error of %s is logged without its secrets', (name) => {
  const { runtime, logged } = givenRuntime();
  const cause = new Error('token=hunter2');
  runtime.emit(name, Object.assign(new RangeError('password=hunter2', { cause }), { response: 'hunter2' }));
  expect(logged).toMatchObject([{ name: 'RangeError', message: 'password=…' }]);
  expect(logged).toMatchObject([{ stack: expect.stringMatching(/^RangeError: password=…\n\s+at /) }]);
  expect(JSON.stringify(logged)).not.toContain('hunter2');
});

test.each(['password=hunter2', Object.freeze(new Error('password=hunter2'))])(
  'what cannot be changed is thrown again as an error without its secrets',
  (thrown) => {
    const { runtime, logged } = givenRuntime();
    expect(() => runtime.emit('uncaughtException', thrown)).toThrow('password=…');
    expect(logged).toEqual([]);
  },
);

test('it listens once, however many logs there are', () => {
  const { runtime } = givenRuntime();
  redactCrashes(runtime);
  expect(runtime.listenerCount('uncaughtException')).toBe(2);
});
