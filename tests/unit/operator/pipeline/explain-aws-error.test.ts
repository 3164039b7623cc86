import { CommandError } from '../../../../operator/command-error.ts';
import { explainAwsError } from '../../../../operator/pipeline/explain-aws-error.ts';

const call = {
  right: 'lambda:InvokeFunction',
  policy: 'operate',
  about: 'webhook-pipeline-prod-inspect',
  stage: 'prod',
  prefix: 'webhook-pipeline-prod-',
} as const;

const named = (name: string, message = 'no') => Object.assign(new Error(message), { name });

test.each([
  ['no credentials', named('CredentialsProviderError', 'Could not load credentials'), 'There are no AWS credentials'],
  ['an expired login', named('CredentialsProviderError', 'The SSO session has expired'), 'Your AWS login has expired'],
  ['an expired token', named('ExpiredTokenException'), 'Your AWS login has expired'],
  ['keys that AWS does not know', named('UnrecognizedClientException'), 'AWS does not take these credentials'],
  ['no region', new Error('Region is missing'), 'Which region is the stage prod in? Set AWS_REGION'],
  [
    'a missing right',
    named('AccessDeniedException'),
    'it needs lambda:InvokeFunction on webhook-pipeline-prod-inspect, which the policy webhook-pipeline-prod-operate-<region> gives',
  ],
  ['a function that is not there', named('ResourceNotFoundException'), 'AWS has no webhook-pipeline-prod-inspect here'],
  ['a change that is under way', named('ResourceInUseException'), 'AWS is still changing'],
  ['throttling without an end', named('TooManyRequestsException'), 'throttled, tried several times'],
  ['no way to AWS', Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), 'AWS cannot be reached from here'],
])('%s is told in one sentence that says what to do', (_, error, sentence) => {
  const explained = explainAwsError(error, call);
  expect(explained).toBeInstanceOf(CommandError);
  expect((explained as CommandError).message).toContain(sentence);
  expect((explained as CommandError).cause).toBe(error);
});

test('an error that nobody knows stays as it is', () => {
  const error = new Error('What is this?');
  expect(explainAwsError(error, call)).toBe(error);
});
