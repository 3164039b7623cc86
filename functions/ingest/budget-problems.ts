import type { Sources } from '#shared/messages/source.ts';
import type { LoadProvider } from './providers/load-provider.ts';
import { WrongDescription } from './providers/wrong-description.ts';

/** Budgets that are not kept, because their sender would lose what is answered 429: by source, for whoever reads a log. */
export async function budgetProblems(sources: Sources, loadProvider: LoadProvider): Promise<readonly string[]> {
  const problems = Object.entries(sources).map(async ([name, source]) => {
    if (source === 'invalid' || source.budget === undefined) return [];
    const provider = await loadProvider(source).catch(ignoreWrong);
    if (!provider || provider.resends) return [];
    return [`${name}.budget: is not kept, because ${provider.name} does not send again what is refused`];
  });
  return (await Promise.all(problems)).flat();
}

/** A source that cannot be served at all has no budget either; what is wrong with it is said where it is looked for. */
function ignoreWrong(error: unknown): undefined {
  if (!(error instanceof WrongDescription)) throw error;
}
