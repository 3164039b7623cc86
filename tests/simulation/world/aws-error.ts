/** An error as the SDK would throw it, as far as anybody looks at it: `$metadata` tells that an answer came, and which. */
export function awsError(name: string, message: string, status?: number): Error {
  const error = new Error(message);
  error.name = name;
  return Object.assign(error, status === undefined ? {} : { $metadata: { httpStatusCode: status } });
}

export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
