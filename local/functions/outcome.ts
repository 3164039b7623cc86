/** How Lambda describes a failed invocation to its caller. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

interface Invoked {
  readonly requestId: string;
  /** What the function wrote to its log meanwhile. */
  readonly log: string;
}

/** `result` is the JSON text that the handler's value became. */
export type Outcome = Invoked & ({ readonly result: string } | { readonly error: FunctionError });

/** Every environment is busy and stayed so: Lambda's answer to a caller is 429. */
export class TooManyRequests extends Error {
  override readonly name = 'TooManyRequestsException';
}

/** No function has that name. */
export class FunctionNotFound extends Error {
  override readonly name = 'ResourceNotFoundException';
}

/** The event is larger than the 6 MB that Lambda takes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export class RequestTooLarge extends Error {
  override readonly name = 'RequestEntityTooLargeException';
}

export const invocationBytesMax = 6_291_456;
