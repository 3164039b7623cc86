import { startFaultProxy } from '../../chaos/proxy/start-fault-proxy.ts';

/** Between the functions and AWS: what is refused, and what is held, for as long as somebody says so. */
export async function startRefusingProxy() {
  let refused: readonly string[] = [];
  let held: { readonly operation: string; readonly reached: () => void } | undefined;
  let target = '';
  const proxy = await startFaultProxy({
    faultOf(operation) {
      if (operation === held?.operation) {
        proxy.leadTo(undefined);
        held.reached();
        held = undefined;
      }
      return refused.includes(operation) ? { kind: 'unavailable' } : undefined;
    },
    onCall: () => undefined,
  });
  return {
    url: proxy.url,
    close: () => proxy.close(),
    leadTo(url: string) {
      target = url;
      proxy.leadTo(url);
    },
    /** These operations, such as `S3.PutObject`, are unavailable from now on; without any, all is well again. */
    refuse(...operations: readonly string[]) {
      refused = operations;
    },
    /** Everything stands still from the first call of this operation on, while something else is done. */
    async holding<R>(operation: string, ask: () => Promise<R>, meanwhile: () => Promise<void>): Promise<R> {
      const { promise, resolve: reached } = Promise.withResolvers<void>();
      held = { operation, reached };
      const asked = ask();
      try {
        await Promise.race([promise, asked]);
        await meanwhile();
      } finally {
        held = undefined;
        proxy.leadTo(target);
      }
      return asked;
    },
  };
}

export type RefusingProxy = Awaited<ReturnType<typeof startRefusingProxy>>;
