import { isUnread, type ConfigurationName, type Live } from './doctor-context.ts';
import type { NotChecked } from './rule.ts';

export interface ReadEntries {
  readonly entries: Readonly<Record<string, unknown>>;
  readonly from: string;
}

/** The entries of a configuration object as they were written, or why there is nothing to look at. */
export async function readEntries(name: ConfigurationName, live: Live): Promise<ReadEntries | NotChecked> {
  const read = await live.readConfiguration(name);
  if (isUnread(read)) return { notChecked: `config/${name}.json: ${read.unread}` };
  try {
    const entries: unknown = JSON.parse(read.text ?? '{}');
    if (typeof entries === 'object' && entries !== null && !Array.isArray(entries))
      return { entries: { ...entries }, from: read.from };
  } catch (error) {
    // JSON.parse quotes what it stumbled over, and that may be a secret.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { notChecked: `config/${name}.json of ${read.from} is no JSON object` };
}
