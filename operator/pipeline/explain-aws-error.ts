import { CommandError } from '../command-error.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { AwsCall } from './reach.ts';

interface DeployedCall extends AwsCall {
  readonly stage: string;
  readonly prefix: string;
}

const isAny =
  (...names: readonly string[]) =>
  ({ name }: Error) =>
    names.includes(name);

/** In this order: an expired login is a kind of having none. */
const meanings: readonly {
  readonly fits: (error: Error) => boolean;
  readonly exit: ExitCode;
  readonly say: (call: DeployedCall, error: Error) => string;
}[] = [
  {
    fits: (error) =>
      isAny('ExpiredToken', 'ExpiredTokenException', 'RequestExpired')(error) ||
      (isAny('CredentialsProviderError', 'TokenProviderError')(error) && /expired/i.test(error.message)),
    exit: exitCode.denied,
    say: () => 'Your AWS login has expired: log in again (`aws sso login`, or new keys) and repeat the command.',
  },
  {
    fits: isAny('CredentialsProviderError', 'TokenProviderError'),
    exit: exitCode.denied,
    say: ({ stage }) =>
      `There are no AWS credentials for the stage ${stage}: set AWS_PROFILE, or log in (\`aws sso login\`).`,
  },
  {
    fits: isAny(
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
    ),
    exit: exitCode.denied,
    say: (_, { name }) =>
      `AWS does not take these credentials (${name}): are they of the right account, and this machine's clock right?`,
  },
  {
    fits: ({ message }) => message.startsWith('Region is missing'),
    exit: exitCode.wrongUsage,
    say: ({ stage }) => `Which region is the stage ${stage} in? Set AWS_REGION, or the region of your AWS profile.`,
  },
  {
    fits: isAny('AccessDeniedException', 'AccessDenied', 'AuthorizationError', 'UnauthorizedOperation'),
    exit: exitCode.denied,
    say: ({ right, about, prefix, policy }) =>
      `You may not do that: it needs ${right} on ${about}, which the policy ${prefix}${policy}-<region> gives.`,
  },
  {
    fits: isAny('ResourceNotFoundException'),
    exit: exitCode.notRunning,
    say: ({ about, stage }) =>
      `AWS has no ${about} here: is the stage ${stage} deployed in this account and region (AWS_PROFILE, AWS_REGION)?`,
  },
  {
    fits: isAny('ResourceInUseException', 'ResourceConflictException'),
    exit: exitCode.failed,
    say: ({ about }) => `AWS is still changing ${about}: try again in a minute.`,
  },
  {
    fits: isThrottled,
    exit: exitCode.failed,
    say: ({ about }) =>
      `AWS takes no more calls of ${about} at the moment (throttled, tried several times): try again in a minute.`,
  },
  {
    fits: (error) =>
      'code' in error &&
      ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(
        String(error.code),
      ),
    exit: exitCode.failed,
    say: (_, error) => `AWS cannot be reached from here (${error.message}).`,
  },
];

/** Sends too often: worth another try a little later. */
export function isThrottled(error: Error): boolean {
  return isAny(
    'TooManyRequestsException',
    'ThrottlingException',
    'Throttling',
    'ThrottledException',
    'RequestThrottled',
  )(error);
}

/** What a person does about an error of AWS; where nobody knows, the error itself. */
export function explainAwsError(error: unknown, call: DeployedCall): unknown {
  if (!(error instanceof Error)) return error;
  const meaning = meanings.find(({ fits }) => fits(error));
  return meaning ? new CommandError(meaning.exit, meaning.say(call, error), { cause: error }) : error;
}
