import { loadProvider } from '../../../functions/ingest/providers/load-provider.ts';
import type { Provider } from '../../../functions/ingest/providers/provider.ts';
import { WrongDescription } from '../../../functions/ingest/providers/wrong-description.ts';
import { meantProvider } from '../../verbs/sources/meant-provider.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** @throws {UnreadableFile} that says which name was meant, or what is wrong with the description */
export async function findProvider(provider: string | undefined, description?: unknown): Promise<Provider> {
  if (provider === undefined) throw new UnreadableFile('It names no provider: give one with --provider.');
  const found = await loadProvider({ provider, description }).catch((error: unknown) => {
    if (!(error instanceof WrongDescription)) throw error;
    throw new UnreadableFile(`Its description is wrong: ${error.problems.join('; ')}`);
  });
  if (found) return found;
  const meant = await meantProvider(provider);
  throw new UnreadableFile(
    `There is no provider ${provider}; ${meant === undefined ? '`npm run hooks -- sources add --help` lists those that there are' : `perhaps ${meant} is meant`}.`,
  );
}
