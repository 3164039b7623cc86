import { providers } from '../../functions/ingest/providers/index.ts';
import { loadAbout } from '../verbs/sources/load-about.ts';
import type { Sender } from './sender-section.ts';

/** Every provider of the list, with what people must know of it. @throws for one without */
export const readSenders = (): Promise<readonly Sender[]> =>
  Promise.all(
    Object.entries(providers).map(async ([name, load]) => {
      const about = await loadAbout(name);
      if (!about) throw new Error(`functions/ingest/providers/${name}/about.ts is missing`);
      return { provider: await load(), about };
    }),
  );
