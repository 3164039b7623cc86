// The SDK's defaults wait for ever and try three times.

export interface ClientSettings {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    /** From the beginning of a try to its answer's head. */
    readonly requestTimeout: number;
    readonly socketTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

/** While a sender waits: ingest's whole answer has 8 s, and a connection that is dropped tells a sender nothing. */
export const whileASenderWaits = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1500, socketTimeout: 1500, throwOnRequestTimeout: true },
} as const satisfies ClientSettings;

/**
 * For whoever has another way when it fails, and waits no longer than this altogether. The second try is for a connection that
 * the service closed while the environment stood frozen: it breaks at once, and a new one is made in a few milliseconds.
 */
export const impatient = (ms: number): ClientSettings => ({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: ms, requestTimeout: ms, socketTimeout: ms, throwOnRequestTimeout: true },
});

/** Behind a queue nobody waits, and objects may be large; what fails here is tried again with its message. */
export const behindAQueue = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, socketTimeout: 5000, throwOnRequestTimeout: true },
} as const satisfies ClientSettings;

/** A person waits and sees an error: throttled calls are tried for some seconds. */
export const forAnOperator = {
  maxAttempts: 5,
  requestHandler: {
    connectionTimeout: 3000,
    requestTimeout: 15_000,
    socketTimeout: 15_000,
    throwOnRequestTimeout: true,
  },
} as const satisfies ClientSettings;
