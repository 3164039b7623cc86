import { providers } from '../../../functions/ingest/providers/index.ts';
import { CUSTOM } from '../../../functions/ingest/providers/load-provider.ts';
import { nearest } from '../../terminal/nearest.ts';
import { loadAbout as loadAny, type LoadAbout } from './load-about.ts';

export const providerNames: readonly string[] = [...Object.keys(providers), CUSTOM];

/** Which provider somebody may have meant, by its name or by a word of its title: WhatsApp is Meta's. */
export async function meantProvider(typed: string, loadAbout: LoadAbout = loadAny): Promise<string | undefined> {
  const asked = typed.toLowerCase();
  const titles = await Promise.all(
    Object.keys(providers).map(async (name) => [name, wordsOf((await loadAbout(name))?.title ?? name)] as const),
  );
  const titled = titles.find(([, words]) => words.includes(asked))?.[0];
  if (titled !== undefined) return titled;
  const byName = nearest(asked, providerNames);
  if (byName !== undefined) return byName;
  const word = nearest(
    asked,
    titles.flatMap(([, words]) => words),
  );
  return titles.find(([, words]) => word !== undefined && words.includes(word))?.[0];
}

/** And all of them as one. */
function wordsOf(title: string): readonly string[] {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return [...words, words.join('')];
}
