// What one customer-managed key changes in a finished template. Everything is read off the template itself, so a new queue
// is encrypted and a new role may use the key for what its own statements already allow, and for nothing else.

/** @typedef {{ Type: string, Properties?: Record<string, any> }} Resource */
/** @typedef {{ Resources: Record<string, Resource> }} Template */
/** @typedef {{ readonly Effect?: string, readonly Action: string | readonly string[] }} Statement */

/** osls's own bucket holds code and templates, no webhook, and people who deploy would need the key as well. */
const WITHOUT_CUSTOMER_KEY = ['ServerlessDeploymentBucket'];

/**
 * How long SQS goes on with one data key: its default, said because it is also how long a queue can still be read after
 * the key was withdrawn. A longer time would save cents.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
const DATA_KEY_REUSE_SECONDS = 300;

/** An alias would do for a queue, but neither for a log group nor in a statement. */
const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;

/** @type {Record<string, (keyArn: string) => Record<string, unknown>>} */
const encryptionByType = {
  'AWS::SQS::Queue': (keyArn) => ({
    KmsMasterKeyId: keyArn,
    KmsDataKeyReusePeriodSeconds: DATA_KEY_REUSE_SECONDS,
    SqsManagedSseEnabled: false,
  }),
  'AWS::SNS::Topic': (keyArn) => ({ KmsMasterKeyId: keyArn }),
  'AWS::S3::Bucket': (keyArn) => ({
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
          // Otherwise every object is a request to KMS, and these are dearer than the object's own.
          BucketKeyEnabled: true,
        },
      ],
    },
  }),
  'AWS::DynamoDB::Table': (keyArn) => ({
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn },
  }),
  'AWS::Logs::LogGroup': (keyArn) => ({ KmsKeyId: keyArn }),
};

/**
 * What each service asks of KMS in the name of whoever calls it.
 * SQS: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * SNS: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 * S3, where only an upload in parts would decrypt too: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * DynamoDB, which makes the table's key by a grant at its creation and then only decrypts it for each caller:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.howitworks.html
 * @type {readonly { readonly service: string, readonly action: RegExp, readonly needs: readonly string[] }[]}
 */
const NEEDS = [
  { service: 'sqs', action: /^sqs:SendMessage$/, needs: ['kms:GenerateDataKey', 'kms:Decrypt'] },
  { service: 'sqs', action: /^sqs:ReceiveMessage$/, needs: ['kms:Decrypt'] },
  { service: 'sns', action: /^sns:Publish$/, needs: ['kms:GenerateDataKey', 'kms:Decrypt'] },
  { service: 's3', action: /^s3:PutObject$/, needs: ['kms:GenerateDataKey'] },
  { service: 's3', action: /^s3:GetObject(?:Version)?$/, needs: ['kms:Decrypt'] },
  {
    service: 'dynamodb',
    action:
      /^dynamodb:(?:(?:Batch)?GetItem|Query|Scan|PutItem|UpdateItem|DeleteItem|BatchWriteItem|ConditionCheckItem)$/,
    needs: ['kms:Decrypt'],
  },
];

/**
 * Everything that is kept is encrypted by the key, and every role and operators' policy may use it through the services
 * that it calls anyway.
 * @param {Template} template is changed
 * @param {string} keyArn
 */
function addCustomerKey(template, keyArn) {
  if (!KEY_ARN.test(keyArn)) {
    throw new Error(
      `params.kmsKeyArn: ${keyArn} is not the ARN of a key, as in arn:aws:kms:<region>:<account>:key/<id>`,
    );
  }
  for (const [id, resource] of Object.entries(template.Resources)) {
    const encryption = encryptionByType[resource.Type];
    if (encryption && !WITHOUT_CUSTOMER_KEY.includes(id)) {
      resource.Properties = { ...resource.Properties, ...encryption(keyArn) };
    }
    for (const document of documentsOf(resource)) {
      document.Statement = [...document.Statement, ...keyStatements(document.Statement, keyArn)];
    }
  }
}

/** @param {Resource} resource @returns {{ Statement: readonly Statement[] }[]} */
function documentsOf({ Type, Properties = {} }) {
  if (Type === 'AWS::IAM::ManagedPolicy') return [Properties['PolicyDocument']];
  if (Type !== 'AWS::IAM::Role') return [];
  return (Properties['Policies'] ?? []).map((/** @type {any} */ policy) => policy.PolicyDocument);
}

/**
 * @param {readonly Statement[]} statements
 * @param {string} keyArn
 */
function keyStatements(statements, keyArn) {
  const actions = statements.flatMap(({ Action }) => Action);
  const needed = NEEDS.filter(({ action }) => actions.some((allowed) => action.test(allowed)));
  return ['kms:Decrypt', 'kms:GenerateDataKey'].flatMap((kmsAction) => {
    const services = new Set(needed.filter(({ needs }) => needs.includes(kmsAction)).map(({ service }) => service));
    if (services.size === 0) return [];
    return [
      {
        Sid: kmsAction === 'kms:Decrypt' ? 'ReadWithCustomerKey' : 'WriteWithCustomerKey',
        Effect: 'Allow',
        Action: kmsAction,
        Resource: keyArn,
        // Whoever took over a function could not decrypt anything by itself.
        Condition: { StringEquals: { 'kms:ViaService': [...services].map(viaService) } },
      },
    ];
  });
}

/** @param {string} service */
const viaService = (service) => ({ 'Fn::Sub': `${service}.\${AWS::Region}.amazonaws.com` });

module.exports = { addCustomerKey };
