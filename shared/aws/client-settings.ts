/**
 * The SDK's defaults wait for ever and try three times; a sender waits a few seconds. Two tries of two seconds each end
 * well before ingest's time-out, so the sender gets an answer and not a dropped connection.
 */
export const clientSettings = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
} as const;
