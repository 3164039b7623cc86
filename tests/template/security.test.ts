// What keeps strangers out, and what a parameter changes in it: one test per claim.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyPolicyStatements } from '../../shared/resources/key-policy-statement.cjs';
import { readPackagedService, type Template } from '../../template/read-packaged-service.ts';
import { packageTemplate } from '../support/package-template.ts';
import { readPackaged } from '../support/packaged.ts';
import { referredIds, type Statement } from '../support/template-reader.ts';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c-4b5a-6978-8695-a4b3c2d1e0f0';
const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c-4b5a-6978-8695-a4b3c2d1e0f0';

type Resources = Template['Resources'];

const idsOf = (resources: object, type: string) =>
  Object.entries(resources)
    .filter(([, { Type }]: [string, { Type: string }]) => Type === type)
    .map(([id]) => id);
const statementsOf = (policy: unknown) =>
  (policy as { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }).PolicyDocument.Statement;

const withoutTls = (action: string, resource: unknown) => ({
  Sid: 'OnlyTls',
  Effect: 'Deny',
  Principal: '*',
  Action: action,
  Resource: resource,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

describe('without a parameter', () => {
  const { Resources } = readPackaged('prod').template;
  const ids = (type: string) => idsOf(Resources, type);
  const properties = (id: string) => Resources[id]?.Properties ?? {};
  const ownBuckets = ids('AWS::S3::Bucket').filter((id) => id !== 'ServerlessDeploymentBucket');

  test.each(ids('AWS::SQS::Queue'))('%s has one policy, and refuses whoever comes without TLS', (id) => {
    const policies = ids('AWS::SQS::QueuePolicy').filter((policy) =>
      referredIds(properties(policy)['Queues']).includes(id),
    );
    expect(policies).toEqual([`${id}Policy`]);
    expect(statementsOf(properties(`${id}Policy`))).toContainEqual(withoutTls('sqs:*', { 'Fn::GetAtt': [id, 'Arn'] }));
  });

  test.each(ids('AWS::SNS::Topic'))('%s takes nothing that comes without TLS, and from no stranger', (id) => {
    const policies = ids('AWS::SNS::TopicPolicy').filter((policy) =>
      referredIds(properties(policy)['Topics']).includes(id),
    );
    expect(policies).toHaveLength(1);
    const statements = policies.flatMap((policy) => statementsOf(properties(policy)));
    expect(statements).toContainEqual(withoutTls('sns:Publish', { Ref: id }));
    // Whom else a policy lets publish is a service of AWS in the name of this account.
    for (const { Effect, Principal, Condition } of statements) {
      if (Effect === 'Deny') continue;
      expect(Principal).toEqual({ Service: expect.stringMatching(/^[a-z]+\.amazonaws\.com$/) });
      expect(JSON.stringify(Condition)).toContain('aws:SourceAccount');
    }
  });

  test.each(ownBuckets)('%s refuses whoever comes without TLS, and lets in nobody by its policy', (id) => {
    expect(properties(`${id}Policy`)['Bucket']).toEqual({ Ref: id });
    expect(statementsOf(properties(`${id}Policy`))).toEqual([
      withoutTls('s3:*', [{ 'Fn::GetAtt': [id, 'Arn'] }, { 'Fn::Sub': `\${${id}.Arn}/*` }]),
    ]);
  });

  test('the bucket of deployments is encrypted, not public, and refuses whoever comes without TLS', () => {
    expect(properties('ServerlessDeploymentBucket')).toMatchObject({
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: expect.anything() }] },
      PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true },
    });
    expect(statementsOf(properties('ServerlessDeploymentBucketPolicy'))).toMatchObject([
      { Effect: 'Deny', Principal: '*', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': false } } },
    ]);
  });

  test('sources and secrets are encrypted by a key of KMS, and every version of them is kept', () => {
    expect(properties('ConfigBucket')).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' }, BucketKeyEnabled: true },
        ],
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  });

  test('of results there are no older versions, which an erasure would leave behind', () => {
    expect(properties('ResultsBucket')['VersioningConfiguration']).toBeUndefined();
  });

  test.each(ids('AWS::DynamoDB::Table'))('%s is not deleted by mistake', (id) => {
    expect(properties(id)).toMatchObject({ DeletionProtectionEnabled: true });
  });

  test('dead letters can be brought back to any second; markers are not, for what they spare is only a repetition', () => {
    expect(properties('DeadLettersTable')).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    expect(properties('MarkersTable')['PointInTimeRecoverySpecification']).toBeUndefined();
  });

  test.each(ids('AWS::Lambda::Function'))('Lambda tells of %s what fails, and nothing of what succeeds', (id) => {
    expect(properties(id)['LoggingConfig']).toEqual({ LogFormat: 'JSON', SystemLogLevel: 'WARN' });
  });

  test.each([...ownBuckets, ...ids('AWS::DynamoDB::Table')])('%s outlives its stack', (id) => {
    expect(Resources[id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('what outlives its stack refers to nothing that goes with it, so that a new stack can take it in first', () => {
    const kept = Object.entries(Resources).filter(([, resource]) => JSON.stringify(resource).includes('"Retain"'));
    expect(kept.map(([id]) => id).toSorted()).toEqual([...ownBuckets, ...ids('AWS::DynamoDB::Table')].toSorted());
    expect(kept.flatMap(([, resource]) => referredIds(resource))).toEqual([]);
  });

  test('API Gateway lets through as much as the parameters say', () => {
    expect(properties('HttpApiStage')['DefaultRouteSettings']).toEqual({
      DetailedMetricsEnabled: false,
      ThrottlingRateLimit: 500,
      ThrottlingBurstLimit: 1000,
    });
  });

  test('the access log is JSON of these fields alone: no query, no header, no body', () => {
    const { DestinationArn, Format } = properties('HttpApiStage')['AccessLogSettings'] as {
      readonly DestinationArn: unknown;
      readonly Format: string;
    };
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': ['HttpApiLogGroup', 'Arn'] });
    expect(Format).not.toContain('\n');
    expect(JSON.parse(Format)).toEqual({
      requestId: '$context.requestId',
      sourceIp: '$context.identity.sourceIp',
      method: '$context.httpMethod',
      path: '$context.path',
      status: '$context.status',
      ms: '$context.responseLatency',
      error: '$context.integrationErrorMessage',
    });
  });

  test.each(ids('AWS::Lambda::Permission'))('%s lets one thing of ours invoke one function', (id) => {
    const { Principal, SourceArn, FunctionName } = properties(id);
    expect(Principal).toMatch(/^(?:apigateway|events)\.amazonaws\.com$/);
    expect(referredIds(FunctionName)).toHaveLength(1);
    const [source, ...others] = referredIds(SourceArn);
    expect(others).toEqual([]);
    expect(source && Resources[source]?.Type).toMatch(/^AWS::(?:ApiGatewayV2::Api|Events::Rule)$/);
  });

  test.each(ids('AWS::IAM::Role'))('%s is for Lambda alone', (id) => {
    expect(properties(id)['AssumeRolePolicyDocument']).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
  });

  test('nothing is there of what a parameter would bring', () => {
    expect(JSON.stringify(Resources)).not.toMatch(/KmsMasterKeyId|KMSMasterKeyI[dD]|KmsKeyId|kms:|AWS::NoValue/);
    for (const type of ['AWS::ApiGatewayV2::DomainName', 'AWS::ApiGatewayV2::ApiMapping', 'AWS::Route53::RecordSet'])
      expect(ids(type)).toEqual([]);
    expect(properties('HttpApi')['DisableExecuteApiEndpoint']).toBeUndefined();
    expect(properties('IngestLambdaFunction')['ReservedConcurrentExecutions']).toBeUndefined();
  });
});

describe('with a key, a domain and concurrency of its own', () => {
  let Resources: Resources;
  let plain: Resources;
  const properties = (id: string) => Resources[id]?.Properties ?? {};
  const ids = (type: string) => idsOf(Resources, type);

  beforeAll(async () => {
    const outputDirectory = await mkdtemp(join(tmpdir(), 'webhook-pipeline-secured-'));
    try {
      const params = [
        `kmsKeyArn=${KEY}`,
        'domainName=hooks.example.com',
        `certificateArn=${CERTIFICATE}`,
        'hostedZoneId=Z0123456789ABCDEFGHIJ',
        'ingestReservedConcurrency=200',
        'requestsPerSecond=2000',
        'protectTables=false',
      ];
      await packageTemplate({ stage: 'prod', serviceDirectory: process.cwd(), outputDirectory, params });
      Resources = (await readPackagedService(outputDirectory)).template.Resources;
      plain = readPackaged('prod').template.Resources as Resources;
    } finally {
      await rm(outputDirectory, { recursive: true, force: true });
    }
  });

  test('everything that keeps something is encrypted by that key', () => {
    const kept = ['SQS::Queue', 'SNS::Topic', 'S3::Bucket', 'DynamoDB::Table', 'Logs::LogGroup'];
    const encrypted = kept.flatMap((type) => ids(`AWS::${type}`)).filter((id) => id !== 'ServerlessDeploymentBucket');
    expect(encrypted.length).toBeGreaterThan(20);
    expect(encrypted.filter((id) => !JSON.stringify(properties(id)).includes(KEY))).toEqual([]);
    for (const id of ids('AWS::SQS::Queue')) {
      expect(properties(id)).toMatchObject({ KmsMasterKeyId: KEY, SqsManagedSseEnabled: false });
    }
    expect(properties('ConfigBucket')['BucketEncryption']).toEqual({
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY },
          BucketKeyEnabled: true,
        },
      ],
    });
  });

  /** `ReadWithCustomerKey via sqs, s3` */
  const rightsOf = (id: string) =>
    documentsOf(properties(id))
      .flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('kms:'))
      .map((statement) => {
        const { Action, Resource, Condition, Effect } = statement;
        expect([Effect, Resource]).toEqual(['Allow', KEY]);
        const services = JSON.stringify(Condition).matchAll(/"Fn::Sub":"(\w+)\.\$\{AWS::Region\}\.amazonaws\.com"/g);
        return `${String(Action)} via ${[...services].map(([, service]) => service).join(', ')}`;
      });

  test.each([
    // It keeps bodies and queues messages; a body it never reads again, but sources and their secrets it does.
    ['IngestRole', ['kms:Decrypt via sqs, s3', 'kms:GenerateDataKey via sqs, s3']],
    ['DispatchRole', ['kms:Decrypt via sqs, sns, s3, dynamodb', 'kms:GenerateDataKey via sqs, sns, s3']],
    ['ArchiveRole', ['kms:Decrypt via sqs, s3, dynamodb', 'kms:GenerateDataKey via sqs, s3']],
    ['SweepRole', ['kms:Decrypt via sqs, s3', 'kms:GenerateDataKey via sqs']],
    ['KeeperRole', ['kms:Decrypt via sqs, dynamodb']],
    ['InspectRole', ['kms:Decrypt via s3, dynamodb']],
    ['ManageSourcesPolicy', ['kms:Decrypt via s3', 'kms:GenerateDataKey via s3']],
    ['OperatePolicy', []],
    ['OperateMorePolicy', []],
  ])('%s may use the key through the services that it calls, and in no other way', (id, rights) => {
    expect(rightsOf(id).map((right) => right.replace(/(?<= via ).*/, (names) => inOrder(names)))).toEqual(rights);
  });

  test('every role may use the key through exactly those services in which it reads or writes anything encrypted', () => {
    for (const id of ids('AWS::IAM::Role')) {
      const actions = documentsOf(properties(id)).flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
      // To count, to list, to delete and to tag nothing is decrypted.
      const touching = /^(?:sqs:(?:Send|Receive)Message|sns:Publish|s3:(?:Get|Put)Object|dynamodb:\w+)$/;
      const services = new Set(actions.filter((action) => touching.test(action)).map((action) => action.split(':')[0]));
      const said = new Set(rightsOf(id).flatMap((right) => right.split(' via ')[1]?.split(', ') ?? []));
      expect([id, said]).toEqual([id, services]);
    }
  });

  test('the API has one name, over TLS 1.2 or later, and operators are told that one', () => {
    expect(properties('WebhooksDomain')).toMatchObject({
      DomainName: 'hooks.example.com',
      DomainNameConfigurations: [{ CertificateArn: CERTIFICATE, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
    });
    expect(properties('WebhooksDomainMapping')).toEqual({
      ApiId: { Ref: 'HttpApi' },
      DomainName: { Ref: 'WebhooksDomain' },
      Stage: { Ref: 'HttpApiStage' },
    });
    expect(ids('AWS::Route53::RecordSet').map((id) => properties(id)['Type'])).toEqual(['A', 'AAAA']);
    expect(properties('HttpApi')).toMatchObject({ DisableExecuteApiEndpoint: true });
    const { Variables } = properties('InspectLambdaFunction')['Environment'] as { readonly Variables: object };
    expect(Variables).toMatchObject({ WEBHOOKS_URL: 'https://hooks.example.com' });
  });

  test('ingest has concurrency of its own, and the stage the rate that was asked for', () => {
    expect(properties('IngestLambdaFunction')['ReservedConcurrentExecutions']).toBe(200);
    expect(properties('HttpApiStage')['DefaultRouteSettings']).toMatchObject({
      ThrottlingRateLimit: 2000,
      ThrottlingBurstLimit: 1000,
    });
  });

  test('a parameter of one command is said over that of the stage', () => {
    for (const id of ids('AWS::DynamoDB::Table'))
      expect(String(properties(id)['DeletionProtectionEnabled'])).toBe('false');
  });

  test('nothing is missing that was there without', () => {
    expect(Object.keys(plain).filter((id) => Resources[id]?.Type !== plain[id]?.Type)).toEqual([]);
  });
});

test('the key lets SNS, alarms and logs of this stage of this account use it, and nobody else', () => {
  const statements = keyPolicyStatements({
    account: '123456789012',
    region: 'eu-west-1',
    service: 'webhook-pipeline',
    stage: 'prod',
  });
  expect(statements.map(({ Principal }) => Principal.Service)).toEqual([
    'sns.amazonaws.com',
    'cloudwatch.amazonaws.com',
    'logs.eu-west-1.amazonaws.com',
  ]);
  for (const { Condition } of statements) {
    expect(JSON.stringify(Condition)).toContain(':eu-west-1:123456789012:');
    expect(JSON.stringify(Condition)).toContain('webhook-pipeline-prod');
  }
  const topic = readPackaged('prod').template.Resources['EventsTopic']?.Properties?.['TopicName'];
  expect(statements[0]?.Condition).toEqual({
    StringEquals: { 'aws:SourceAccount': '123456789012' },
    ArnLike: {
      'aws:SourceArn': String(topic)
        .replace(/events$/, '*')
        .replace(/^/, 'arn:aws:sns:eu-west-1:123456789012:'),
    },
  });
});

interface Policy {
  readonly Statement: readonly Statement[];
}

function documentsOf(properties: Readonly<Record<string, unknown>>): readonly Policy[] {
  const { Policies, PolicyDocument } = properties as {
    readonly Policies?: readonly { readonly PolicyDocument: Policy }[];
    readonly PolicyDocument?: Policy;
  };
  return PolicyDocument ? [PolicyDocument] : (Policies ?? []).map((policy) => policy.PolicyDocument);
}

/** As the table above has them, whatever order a role's statements have. */
const inOrder = (names: string) =>
  ['sqs', 'sns', 's3', 'dynamodb'].filter((service) => names.split(', ').includes(service)).join(', ');
