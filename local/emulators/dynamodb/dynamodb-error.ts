/** The name of AWS's error shape, and the namespace in which DynamoDB sends it. */
const namespaces = {
  AccessDeniedException: 'com.amazon.coral.service',
  ConditionalCheckFailedException: 'com.amazonaws.dynamodb.v20120810',
  IdempotentParameterMismatchException: 'com.amazonaws.dynamodb.v20120810',
  ResourceInUseException: 'com.amazonaws.dynamodb.v20120810',
  ResourceNotFoundException: 'com.amazonaws.dynamodb.v20120810',
  SerializationException: 'com.amazon.coral.service',
  TransactionCanceledException: 'com.amazonaws.dynamodb.v20120810',
  UnknownOperationException: 'com.amazon.coral.service',
  ValidationException: 'com.amazon.coral.validate',
} as const;

export type DynamodbErrorName = keyof typeof namespaces;

/** An error of the caller's making, answered as AWS answers it. */
export class DynamodbError extends Error {
  override readonly name: DynamodbErrorName;
  readonly shape: string;
  /** What the error's shape holds besides its message. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(name: DynamodbErrorName, message: string, fields: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = name;
    this.shape = `${namespaces[name]}#${name}`;
    this.fields = fields;
  }
}

export function invalid(message: string): DynamodbError {
  return new DynamodbError('ValidationException', message);
}

/** What DynamoDB finds wrong with an item, its key or its index keys. */
export function invalidValue(reason: string): DynamodbError {
  return invalid(`One or more parameter values were invalid: ${reason}`);
}

/** What DynamoDB has and we do not: better refused than taken and forgotten. */
export function missingHere(what: string): DynamodbError {
  return invalid(`Local mode does not have ${what}`);
}
