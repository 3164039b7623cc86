import { jest } from '@jest/globals';
import { packagedWith } from '../../support/packaged-with.ts';
import { startChild } from './start-child.ts';

jest.setTimeout(120_000);

/** The packaged service with a rule that invokes dispatch with this event. */
function packagedWithRule(ScheduleExpression: string, Input: string): string {
  return packagedWith(({ Resources }) => {
    const Targets = [{ Arn: { 'Fn::GetAtt': ['DispatchLambdaFunction', 'Arn'] }, Id: 'tick', Input }];
    Resources['TickRule'] = { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression, Targets } };
  });
}

test('a schedule of the template invokes its function again and again, and its failures are on the terminal', async () => {
  // Dispatch fails on an event without records, which shows that it was invoked.
  const packaged = packagedWithRule('rate(1 minute)', '{"no":"records"}');
  const child = startChild({ args: ['--packaged', packaged, '--speed', '600'] });
  await child.prints(
    /(?:the invocation by TickRule failed \(Error: This is no batch of messages.+\); the next one is due[^]*){2}/,
  );
  expect(child.output()).toContain('ready in');
  await child.stop();
  expect(await child.ended).toBe(0);
});

test('a cron expression is refused at the start in one sentence', async () => {
  const child = startChild({ args: ['--packaged', packagedWithRule('cron(0 12 * * ? *)', '{}')] });
  expect(await child.ended).toBe(1);
  expect(child.output()).toMatch(/^TickRule: local mode runs schedules such as rate\(1 minute\) .+not cron\(0 12/);
  expect(child.output().split('\n')).toHaveLength(1);
});
