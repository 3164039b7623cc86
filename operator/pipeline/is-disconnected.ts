/** Nobody listens there any more: what ran has stopped. */
export const isDisconnected = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(String(error.code));
