import type { Certificates } from '../../../functions/ingest/signature/signature-verdict.ts';
import type { Secret, Sources } from '#shared/messages/source.ts';

/** What the command line gives to every file. */
export interface Asked {
  /** Of a file that names none. */
  readonly provider: string | undefined;
  /** Of a file that has none. */
  readonly secrets: readonly Secret[];
  /** A source of the stage, for a recorded invocation. */
  readonly source: string | undefined;
  readonly readSources: () => Promise<Sources>;
  /** Where every clock stands, whatever a file says. */
  readonly at: Date | undefined;
  readonly now: Date;
  /** @param pem of a file: what the sender's host serves, and its own root; without it the host itself is asked */
  readonly certificatesFor: (pem: string | undefined) => Certificates;
}
