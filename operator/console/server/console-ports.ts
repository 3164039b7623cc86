import type { Clock, Ids } from '#shared/ports.ts';
import type { AppFiles } from './app-files.ts';
import type { Runs } from './runs-under-way.ts';
import type { Stage } from './stage.ts';

/** All that the console's server reaches. */
export interface ConsolePorts {
  readonly stage: Stage;
  readonly runs: Runs;
  readonly files: AppFiles;
  /** Whoever calls must know it: it is printed for the operator and told to nobody else. */
  readonly token: string;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'unique'>;
  /** Where it listens, known once it does. */
  readonly port: () => number;
  /** For the operator's terminal. */
  readonly tell: (line: string) => void;
}
