import type { FunctionError } from './outcome.ts';
import type { Environment } from './start-environment.ts';

/** Stands for one whose code could not be loaded: every caller is told why, and no thread is started for that. */
export const brokenEnvironment = (failure: FunctionError): Environment => ({
  ended: true,
  loaded: Promise.resolve(failure),
  invoke: (requestId) => Promise.resolve({ requestId, log: '', error: failure }),
  kill: () => undefined,
  close: () => Promise.resolve(),
});
