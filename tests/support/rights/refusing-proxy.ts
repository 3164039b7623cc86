import { startFaultProxy } from '../../chaos/proxy/start-fault-proxy.ts';

/** Between the functions and AWS: operations such as `S3.PutObject` are unavailable for as long as somebody says so. */
export async function startRefusingProxy() {
  let isRefused = (_operation: string): boolean => false;
  let refused = 0;
  const proxy = await startFaultProxy({
    faultOf: (operation) => (isRefused(operation) ? { kind: 'unavailable' } : undefined),
    onCall: ({ fault }) => {
      if (fault !== undefined) refused += 1;
    },
  });
  return {
    url: proxy.url,
    leadTo: proxy.leadTo,
    close: proxy.close,
    refused: () => refused,
    refuse: (...operations: readonly string[]) => {
      isRefused = (operation) => operations.includes(operation);
    },
  };
}

export type RefusingProxy = Awaited<ReturnType<typeof startRefusingProxy>>;
