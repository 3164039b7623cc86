import type { Certificates } from '../../../functions/ingest/signature/signature-verdict.ts';
import type { Secret } from '#shared/messages/source.ts';
import type { ReadSources } from '../../pipeline/read-running-sources.ts';

/** What the command line gives to every file. */
export interface Asked {
  /** Of a file that names none. */
  readonly provider: string | undefined;
  /** Of the provider custom, where a file has none. */
  readonly description: unknown;
  /** Of a file that has none. */
  readonly secrets: readonly Secret[];
  /** A source of the stage, for a recorded invocation, and for a file that names no provider. */
  readonly source: string | undefined;
  readonly readSources: () => Promise<ReadSources>;
  /** Where every clock stands, whatever a file says. */
  readonly at: Date | undefined;
  readonly now: Date;
  /** @param pem of a file: what the sender's host serves, and its own root; without it the host itself is asked */
  readonly certificatesFor: (pem: string | undefined) => Certificates;
}
