export interface Variant {
  readonly name: string;
  readonly stage: string;
  /** `name=value` */
  readonly params: readonly string[];
}

/** Account 123456789012 is the one of AWS's own examples. */
const everyParam = [
  'kmsKeyArn=arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'alertEmail=oncall@example.com',
  'ingestReservedConcurrency=100',
  'domainName=hooks.example.com',
  'certificateArn=arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
  'hostedZoneId=Z1D633PJN98FT9',
  'otelLayerArn=arn:aws:lambda:us-east-1:901920570463:layer:aws-otel-nodejs-arm64-ver-1-30-2:1',
];

/** Every stage, and one with all that is left out where nobody asks for it. */
export const variants: readonly Variant[] = [
  { name: 'local', stage: 'local', params: [] },
  { name: 'dev', stage: 'dev', params: [] },
  { name: 'prod', stage: 'prod', params: [] },
  { name: 'prod with every param', stage: 'prod', params: everyParam },
  { name: 'prod by a function URL', stage: 'prod', params: ['edge=function-url'] },
];
