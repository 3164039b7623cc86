import { readSources } from '#shared/messages/source.ts';
import { CUSTOM, type LoadProvider } from './providers/load-provider.ts';
import { WrongDescription } from './providers/wrong-description.ts';

/** What is wrong with the descriptions that sources bring along, by source and field, never with a value. */
export async function descriptionProblems(text: string, loadProvider: LoadProvider): Promise<readonly string[]> {
  const problems = Object.entries(readSources(text)).map(async ([name, source]) => {
    if (source === 'invalid' || source.provider !== CUSTOM) return [];
    try {
      await loadProvider(source);
      return [];
    } catch (error) {
      if (error instanceof WrongDescription) return error.problems.map((problem) => `${name}.${problem}`);
      throw error;
    }
  });
  return (await Promise.all(problems)).flat();
}
