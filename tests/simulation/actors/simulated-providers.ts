import { providers } from '../../../functions/ingest/providers/index.ts';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import { madeUpArrayProvider, madeUpProvider } from '../../support/made-up-provider.ts';

/** Changes a counter in its body whenever it posts again, under an id that it does not sign. */
export const counting: Provider = madeUpProvider({
  name: 'counting',
  identity: { kind: 'header', id: [['header:x-id']], volatile: ['/attempt'] },
});

/** Posts arrays, and groups their elements anew when it posts again. */
export const grouping: Provider = { ...madeUpArrayProvider(), name: 'grouping' };

export const simulatedProviders: readonly Provider[] = [...providers, counting, grouping];
