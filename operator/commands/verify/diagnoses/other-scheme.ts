import { providers } from '../../../../functions/ingest/providers/index.ts';
import type { Provider } from '../../../../functions/ingest/providers/provider.ts';
import type { Diagnosis, RefusedCase } from '../signature-case.ts';
import { describedIn } from './scheme-parts.ts';

/** A webhook that was sent to the URL of another sender's source. */
export const otherScheme: Diagnosis = async (refused) => {
  const found: string[] = [];
  for (const load of Object.values(providers)) {
    // oxlint-disable-next-line no-await-in-loop -- each is a moment's work
    const provider = await load();
    // oxlint-disable-next-line no-await-in-loop -- as above
    if (provider.name !== refused.provider.name && (await isOf(provider, refused))) found.push(provider.name);
  }
  if (found.length === 0) return undefined;
  const names = new Intl.ListFormat('en', { type: 'disjunction' }).format(found);
  return `The signature matches another source’s scheme: under this secret it is one of ${names}, and not of ${refused.provider.name}.`;
};

async function isOf(provider: Provider, { holds, context }: RefusedCase): Promise<boolean> {
  if (describedIn(provider).length === 0) return false;
  const secrets = context.secrets.flatMap(({ value }) => usesOf(provider).map((use) => ({ value, use })));
  const { toleranceSeconds: _, ...options } = context.options;
  return holds({ provider, context: { ...context, secrets, options } });
}

const usesOf = (provider: Provider) => [...new Set(describedIn(provider).map(({ secrets }) => secrets?.use))];
