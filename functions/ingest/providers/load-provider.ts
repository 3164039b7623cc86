import type { Source } from '#shared/messages/source.ts';
import { onceLoaded } from '../once-loaded.ts';
import { providers } from './index.ts';
import type { Provider } from './provider.ts';
import { WrongDescription } from './wrong-description.ts';

/** The provider that sources name who bring its description along. */
export const CUSTOM = 'custom';

/**
 * The provider of a source; undefined when there is none of that name. It is loaded once, when it is first needed.
 * @throws {WrongDescription} for a `custom` one
 */
export type LoadProvider = (source: Pick<Source, 'provider' | 'description'>) => Promise<Provider | undefined>;

export function createLoadProvider(loaders: Readonly<Record<string, () => Promise<Provider>>>): LoadProvider {
  const loaded = new Map<string, () => Promise<Provider>>();
  /** As long as the sources stay as they were read, their descriptions are the same objects. */
  const described = new WeakMap<object, () => Promise<Provider>>();

  const readCustom = async (description: unknown): Promise<Provider> => {
    const { readDescription } = await import('./custom/read-description.ts');
    return readDescription(description, Object.keys(loaders));
  };

  return async function loadProvider({ provider: name, description }) {
    if (name === CUSTOM) {
      if (typeof description !== 'object' || description === null)
        throw new WrongDescription(['description: is missing']);
      const known = described.get(description) ?? onceLoaded(() => readCustom(description));
      described.set(description, known);
      return known();
    }
    const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
    if (!load) return undefined;
    const known = loaded.get(name) ?? onceLoaded(load);
    loaded.set(name, known);
    return known();
  };
}

export const loadProvider = createLoadProvider(providers);
