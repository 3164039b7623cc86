import { randomBytes } from 'node:crypto';
import { loadProvider, type LoadProvider } from '../../../functions/ingest/providers/load-provider.ts';
import { readSecret } from '../../terminal/read-secret.ts';
import { loadAbout, type LoadAbout } from '../../verbs/sources/load-about.ts';
import type { Session } from '../session.ts';

/** What the commands about sources need beside a session. */
export interface SourceTools {
  readonly loadProvider: LoadProvider;
  readonly loadAbout: LoadAbout;
  readonly readSecret: (question: string) => Promise<string>;
  readonly randomBytes: (count: number) => Buffer;
}

export const sourceTools: SourceTools = { loadProvider, loadAbout, readSecret, randomBytes };

/** What the verbs want of both. */
export const portsOf = ({ pipeline, terminal, clock }: Session, tools: SourceTools) => ({
  ...tools,
  config: pipeline.config,
  now: clock.now(),
  webhooksUrl: pipeline.about.webhooksUrl,
  retentionDaysOffered: pipeline.about.retentionDaysOffered,
  onLostRace: () =>
    terminal.tell('Somebody else changed the sources meanwhile: it is tried again over what they wrote.\n'),
});

/** Said after every change. */
export const IN_FORCE = 'It is in force within a minute: ingest reads its sources again at most once a minute.';
