import { RejectedWebhook } from '#shared/errors.ts';
import type { Source } from '#shared/messages/source.ts';
import type { LoadProvider } from './providers/load-provider.ts';
import type { Provider } from './providers/provider.ts';
import { WrongDescription } from './providers/wrong-description.ts';
import type { SourceLookup } from './source-lookup.ts';
import { tryAgainLater } from './try-again-later.ts';

export interface FindSourcePorts {
  readonly sources: Pick<SourceLookup, 'find'>;
  readonly loadProvider: LoadProvider;
}

export interface FoundSource {
  readonly source: Source;
  readonly provider: Provider;
}

/** The source of a name, with what ingest must know of its sender. */
export function createFindSource({ sources, loadProvider }: FindSourcePorts) {
  const providerOf = async (name: string, source: Source): Promise<Provider> => {
    try {
      const provider = await loadProvider(source);
      if (provider) return provider;
    } catch (error) {
      if (!(error instanceof WrongDescription)) throw error;
      const problems = error.problems.map((problem) => `${name}.${problem}`).join('; ');
      throw notReady('invalid-source', new Error(`The source's description is wrong: ${problems}`));
    }
    throw notReady('unknown-provider');
  };

  /**
   * @throws {RejectedWebhook} 404 for a name that no source has. Never for one of ours with a slip in it: some senders
   * disable a hook over it.
   */
  return async function findSource(name: string): Promise<FoundSource> {
    const source = await sources.find(name);
    if (!source) throw new RejectedWebhook(404, 'unknown-source', 'There is no such source.');
    if (source === 'invalid') throw notReady('invalid-source');
    return { source, provider: await providerOf(name, source) };
  };
}

const notReady = (reason: string, cause?: Error) =>
  tryAgainLater(reason, 'This source is not ready. Try again.', 300, cause);
