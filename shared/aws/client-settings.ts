// The SDK's defaults wait for ever and try three times.

/** While a sender waits: ingest's whole answer has 8 s, and a connection that is dropped tells a sender nothing. */
export const whileASenderWaits = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1500, socketTimeout: 1500, throwOnRequestTimeout: true },
} as const;

/** Behind a queue nobody waits, and objects may be large; what fails here is tried again with its message. */
export const behindAQueue = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, socketTimeout: 5000, throwOnRequestTimeout: true },
} as const;

export type ClientSettings = typeof whileASenderWaits | typeof behindAQueue;
