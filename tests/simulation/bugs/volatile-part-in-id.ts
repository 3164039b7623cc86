import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import type { Bug } from './bug.ts';

export const volatilePartInId: Bug = {
  name: 'The hash in the id holds the places that a sender changes when it posts again',
  plant: (parts) => ({ ...parts, providers: parts.providers.map(withoutVolatile) }),
};

function withoutVolatile(provider: Provider): Provider {
  if (provider.identity.kind !== 'header') return provider;
  const { volatile: _, ...identity } = provider.identity;
  return { ...provider, identity };
}
