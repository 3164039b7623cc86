import { readSources } from '#shared/messages/source.ts';
import type { Provider } from './providers/provider.ts';

/** Budgets that are not kept, because their sender would lose what is answered 429: by source, for whoever reads a log. */
export function budgetProblems(text: string, providers: readonly Provider[]): readonly string[] {
  return Object.entries(readSources(text)).flatMap(([name, source]) => {
    if (source === 'invalid' || source.budget === undefined) return [];
    const provider = providers.find((one) => one.name === source.provider);
    if (!provider || provider.resends) return [];
    return [`${name}.budget: is not kept, because ${provider.name} does not send again what is refused`];
  });
}
