import { schedulesOf } from '../../../../local/schedules/schedules-of.ts';
import { createResolver } from '../../../../template/create-resolver.ts';
import type { TemplateResource } from '../../../../template/read-packaged-service.ts';
import { readPipeline } from '../../../../local/template/read-pipeline.ts';

const place = { accountId: '000000000000', region: 'us-east-1' };
const Arn = { 'Fn::GetAtt': ['Tick', 'Arn'] };
const AT = new Date('2026-01-02T03:04:05.678Z');

function schedulesIn(Resources: Record<string, TemplateResource>) {
  const Tick = {
    Type: 'AWS::Lambda::Function',
    Properties: { FunctionName: 'tests-local-tick', Handler: 'tick.handler' },
  };
  const template = { Parameters: {}, Conditions: {}, Resources: { Tick, ...Resources } };
  const surroundings = {
    ...place,
    stackName: 'tests-local',
    awsUrl: 'http://127.0.0.1:4566',
    webhooksUrl: 'http://127.0.0.1:3000',
  };
  return schedulesOf(readPipeline(template.Resources, createResolver(template, surroundings)), place);
}

function rule(changes: Record<string, unknown> = {}, target: Record<string, unknown> = {}): TemplateResource {
  const Targets = [{ Arn, Id: 'tickSchedule', ...target }];
  return { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: 'rate(1 minute)', Targets, ...changes } };
}

test('a rule invokes its target with the event that EventBridge sends', () => {
  const [schedule] = schedulesIn({ TickRule: rule() });
  expect(schedule).toMatchObject({ logicalId: 'TickRule', everySeconds: 60, functionName: 'tests-local-tick' });
  expect(JSON.parse(schedule?.eventAt(AT) ?? '')).toEqual({
    version: '0',
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: '2026-01-02T03:04:05Z',
    region: 'us-east-1',
    resources: ['arn:aws:events:us-east-1:000000000000:rule/tests-local-TickRule'],
    detail: {},
  });
});

test('a schedule of EventBridge Scheduler has its own default event', () => {
  const Properties = { ScheduleExpression: 'rate(3 hours)', State: 'ENABLED', Target: { Arn, RoleArn: 'role' } };
  const [schedule] = schedulesIn({ TickSchedule: { Type: 'AWS::Scheduler::Schedule', Properties } });
  expect(schedule).toMatchObject({ everySeconds: 10_800, functionName: 'tests-local-tick' });
  expect(JSON.parse(schedule?.eventAt(AT) ?? '')).toMatchObject({
    source: 'aws.scheduler',
    resources: ['arn:aws:scheduler:us-east-1:000000000000:schedule/default/tests-local-TickSchedule'],
    detail: '{}',
  });
});

test('the Input of a target is its event', () => {
  const [schedule] = schedulesIn({ TickRule: rule({}, { Input: '{"a":1}' }) });
  expect(schedule?.eventAt(AT)).toBe('{"a":1}');
});

test('a rule with two targets is two schedules', () => {
  const Targets = [
    { Arn, Id: 'one', Input: '1' },
    { Arn, Id: 'two', Input: '2' },
  ];
  expect(schedulesIn({ TickRule: rule({ Targets }) }).map(({ eventAt }) => eventAt(AT))).toEqual(['1', '2']);
});

test('what is switched off is not there, whatever its expression', () => {
  const off = { State: 'DISABLED', ScheduleExpression: 'cron(0 12 * * ? *)' };
  expect(schedulesIn({ TickRule: rule(off) })).toEqual([]);
});

test.each([
  [
    'a cron expression',
    { ScheduleExpression: 'cron(0 12 * * ? *)' },
    {},
    'TickRule: local mode runs schedules such as',
  ],
  ['an event pattern', { EventPattern: { source: ['aws.s3'] } }, {}, 'local mode has no event bus'],
  ['no expression', { ScheduleExpression: undefined }, {}, 'local mode has no event bus'],
  [
    'an input transformer',
    {},
    { InputTransformer: { InputTemplate: '{}' } },
    'local mode sends Input or the whole event',
  ],
])('a rule with %s is refused', (_what, changes, target, sentence) => {
  expect(() => schedulesIn({ TickRule: rule(changes, target) })).toThrow(sentence);
});
