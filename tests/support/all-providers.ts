import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { providers } from '../../functions/ingest/providers/index.ts';
import type { Provider } from '../../functions/ingest/providers/provider.ts';

const FOLDER = join('functions', 'ingest', 'providers');

/** Else the first test that asks for all would only say that some module is missing. */
const lost = Object.keys(providers).filter((name) => !existsSync(join(FOLDER, name, `${name}.ts`)));
if (lost.length > 0) {
  const files = lost.map((name) => join(FOLDER, name, `${name}.ts`));
  throw new Error(`${FOLDER}/index.ts has a line for ${lost.join(', ')}, and there is no ${files.join(', ')}.`);
}

/** All of the index, loaded: tests ask every one of them, a function only those that its sources name. */
export const allProviders: readonly Provider[] = await Promise.all(Object.values(providers).map((load) => load()));
