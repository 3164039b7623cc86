import type { Clock, Ids } from '#shared/ports.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** All that a command works with. */
export interface Session {
  readonly pipeline: Pipeline;
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'unique'>;
}

/** Of the stage that the command line names. */
export type OpenSession = () => Promise<Session>;
