import { FIRST_BACKOFF_SECONDS } from '#shared/lambda/decide-fate.ts';
import { readTemplate, referredIds } from '../support/template-reader.ts';

const FOURTEEN_DAYS = 14 * 24 * 3600;

describe.each(['local', 'prod'] as const)('stage %s:', (stage) => {
  const { all, one, template } = readTemplate(stage);
  const queues = all('AWS::SQS::Queue');
  const deadLetterQueues = queues.filter(({ id }) => id.endsWith('DeadLetterQueue'));
  const workQueues = queues.filter((queue) => !deadLetterQueues.includes(queue));

  test('half of the queues are for dead letters', () => {
    expect(workQueues.map(({ id }) => id.replace(/Queue$/, 'DeadLetterQueue'))).toEqual(
      deadLetterQueues.map(({ id }) => id),
    );
  });

  test.each(queues)('$id keeps its messages for 14 days, encrypted, under a fixed name', ({ properties }) => {
    expect(properties).toMatchObject({ MessageRetentionPeriod: FOURTEEN_DAYS, SqsManagedSseEnabled: true });
    expect(properties.QueueName).toMatch(new RegExp(`^webhook-pipeline-${stage}-[a-z-]+$`));
  });

  test.each(deadLetterQueues)(
    '$id is read by the keeper alone, which reports what it could not keep, and hides a message for six times its time-out',
    ({ id, properties }) => {
      const mappings = all('AWS::Lambda::EventSourceMapping').filter((mapping) =>
        referredIds(mapping.properties.EventSourceArn).includes(id),
      );
      expect(mappings).toMatchObject([
        {
          properties: {
            FunctionName: { 'Fn::GetAtt': ['KeeperLambdaFunction', 'Arn'] },
            FunctionResponseTypes: ['ReportBatchItemFailures'],
            BatchSize: 10,
          },
        },
      ]);
      expect(mappings[0]?.properties.ScalingConfig?.MaximumConcurrency).toBeGreaterThanOrEqual(2);
      expect(properties.VisibilityTimeout).toBe(
        6 * one('AWS::Lambda::Function', 'KeeperLambdaFunction').properties.Timeout,
      );
    },
  );

  describe.each(workQueues)('$id', ({ id, properties }) => {
    const deadLetters = one('AWS::SQS::Queue', id.replace(/Queue$/, 'DeadLetterQueue'));
    const mappings = all('AWS::Lambda::EventSourceMapping').filter((mapping) =>
      referredIds(mapping.properties.EventSourceArn).includes(id),
    );
    const [mapping] = mappings;
    const consumer = one('AWS::Lambda::Function', referredIds(mapping?.properties.FunctionName)[0] ?? 'nothing');

    test('gives up to its own dead-letter queue after five attempts or more', () => {
      expect(properties.RedrivePolicy?.deadLetterTargetArn).toEqual({ 'Fn::GetAtt': [deadLetters.id, 'Arn'] });
      expect(properties.RedrivePolicy?.maxReceiveCount).toBeGreaterThanOrEqual(5);
    });

    test('is the only queue whose dead letters land there', () => {
      expect(deadLetters.properties.RedriveAllowPolicy).toEqual({
        redrivePermission: 'byQueue',
        sourceQueueArns: [
          { 'Fn::Sub': `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${properties.QueueName}` },
        ],
      });
      expect(deadLetters.properties.QueueName).toBe(`${properties.QueueName}-dead-letters`);
      expect(deadLetters.properties.RedrivePolicy).toBeUndefined();
    });

    test("hides a message for six times the function's time-out and the window", () => {
      const windowSeconds = mapping?.properties.MaximumBatchingWindowInSeconds ?? 0;
      expect(properties.VisibilityTimeout).toBe(6 * consumer.properties.Timeout + windowSeconds);
    });

    test('is read by one function, which reports failed messages and has a limit of its own', () => {
      expect(mappings).toHaveLength(1);
      expect(mapping?.properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(mapping?.properties.ScalingConfig?.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    });

    test('is read in batches that Lambda allows', () => {
      const { BatchSize, MaximumBatchingWindowInSeconds = 0 } = mapping!.properties;
      expect(BatchSize <= 10 || MaximumBatchingWindowInSeconds >= 1).toBe(true);
    });

    test('has an alarm for its dead letters that says who is hurt and where to look', () => {
      const alarm = one('AWS::CloudWatch::Alarm', id.replace(/Queue$/, 'DeadLettersAlarm'));
      const { QueueName } = deadLetters.properties;
      for (const { MetricStat } of alarm.properties.Metrics.slice(0, 2)) {
        expect(MetricStat?.Metric).toMatchObject({
          Namespace: 'AWS/SQS',
          Dimensions: [{ Name: 'QueueName', Value: QueueName }],
        });
      }
      expect(alarm.properties.AlarmDescription).toMatch(new RegExp(`^[A-Z].{20,}\\. Look at .*${QueueName}`));
    });

    test('has an alarm that also sees a dead letter which the keeper took before anyone counted', () => {
      const { Metrics, ...rules } = one('AWS::CloudWatch::Alarm', id.replace(/Queue$/, 'DeadLettersAlarm')).properties;
      expect(rules).toMatchObject({
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
      });
      expect(Metrics.map(({ Id, MetricStat }) => [Id, MetricStat?.Metric.MetricName, MetricStat?.Stat])).toEqual([
        ['visible', 'ApproximateNumberOfMessagesVisible', 'Maximum'],
        ['deleted', 'NumberOfMessagesDeleted', 'Sum'],
        ['watched', undefined, undefined],
      ]);
      expect(Metrics.map(({ ReturnData }) => ReturnData)).toEqual([false, false, true]);
      expect(Metrics[2]?.Expression).toBe('FILL(visible, 0) + FILL(deleted, 0)');
    });

    test('gives its function the rules by which it is tried again, and says the result', () => {
      const { Variables } = consumer.properties.Environment;
      const attempts = properties.RedrivePolicy?.maxReceiveCount ?? 0;
      const ceiling = Number(Variables['BACKOFF_CEILING_SECONDS']);
      const waits = Array.from({ length: attempts - 1 }, (_, index) =>
        Math.min(ceiling, FIRST_BACKOFF_SECONDS * 2 ** index),
      );
      const horizon = waits.reduce((sum, wait) => sum + wait, 0);
      expect(Variables).toMatchObject({
        STAGE: stage,
        QUEUE_URL: { Ref: id },
        DEAD_LETTERS_QUEUE_URL: { Ref: deadLetters.id },
        DEAD_LETTERS_TABLE: { Ref: 'DeadLettersTable' },
        ATTEMPTS_MAX: String(attempts),
        RETRY_HORIZON_SECONDS: String(horizon),
      });
      const said = /in up to (\d+) attempts within (?:(\d+) h ?)?(?:(\d+) min)?(?:(\d+) s)?/.exec(
        consumer.properties.Description,
      );
      const [, saidAttempts, hours = 0, minutes = 0, seconds = 0] = said ?? [];
      expect(saidAttempts).toBe(String(attempts));
      // Minutes are rounded; a horizon below one is said in seconds.
      const rounded = horizon < 60 ? horizon : 60 * Math.round(horizon / 60);
      expect(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)).toBe(rounded);
    });
  });

  describe.each(all('AWS::SNS::Subscription'))('$id', ({ id, properties }) => {
    const queueId = id.replace(/Subscription$/, 'Queue');
    const deadLetterId = id.replace(/Subscription$/, 'DeadLetterQueue');

    test('delivers raw, filtered by attributes, from the events topic to its queue', () => {
      expect(properties).toMatchObject({
        TopicArn: { Ref: 'EventsTopic' },
        Endpoint: { 'Fn::GetAtt': [queueId, 'Arn'] },
        RawMessageDelivery: true,
        FilterPolicyScope: 'MessageAttributes',
      });
      expect(Object.keys(properties.FilterPolicy ?? {})).toContain('type');
    });

    test('leaves what SNS cannot deliver in the dead-letter queue of its worker', () => {
      expect(properties.RedrivePolicy).toEqual({ deadLetterTargetArn: { 'Fn::GetAtt': [deadLetterId, 'Arn'] } });
    });

    test.each([queueId, deadLetterId])(
      'waits for the policy that lets the topic, and nobody else, send to %s',
      (target) => {
        const policyId = `${target}Policy`;
        expect(template.Resources[id]).toMatchObject({ DependsOn: expect.arrayContaining([policyId]) });
        const { Queues, PolicyDocument } = one('AWS::SQS::QueuePolicy', policyId).properties;
        expect(Queues).toEqual([{ Ref: target }]);
        expect(PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow')).toEqual([
          {
            Sid: expect.any(String),
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [target, 'Arn'] },
            Condition: {
              ArnEquals: { 'aws:SourceArn': { Ref: 'EventsTopic' } },
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            },
          },
        ]);
      },
    );
  });
});
