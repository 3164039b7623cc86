import { providers } from '../../functions/ingest/providers/index.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';

/** All of the index, loaded: tests ask every one of them, a function only those that its sources name. */
export const allProviders: readonly Provider[] = await Promise.all(Object.values(providers).map((load) => load()));
