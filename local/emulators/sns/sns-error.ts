/** An error of the caller's making, answered with AWS's code in the XML of the query protocol. */
export class SnsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'SnsError';
    this.code = code;
    this.status = status;
  }
}

export function invalidParameter(message: string): SnsError {
  return new SnsError('InvalidParameter', `Invalid parameter: ${message}`);
}
