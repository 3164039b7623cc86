import type { Clock, Ids } from '#shared/ports.ts';
import type { AppFiles } from './app-files.ts';
import type { TabKey } from './rejoin/tab-key.ts';
import type { Recall } from './recall.ts';
import type { Runs } from './runs-under-way.ts';
import type { Stage } from './stage.ts';

/** All that the console's server reaches. */
export interface ConsolePorts {
  readonly stage: Stage;
  readonly runs: Runs;
  /** Lists, counts and groups, as they were last looked up. */
  readonly answers: Recall<object>;
  /** How many wait for an operator, by worker. */
  readonly counts: Recall<number>;
  readonly files: AppFiles;
  /** Whoever calls must know it: it is printed for the operator and told to nobody else. */
  readonly token: string;
  /** What tabs of an earlier start come back with; known once the port is. */
  readonly tabKey: () => TabKey;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'unique'>;
  /** Where it listens, known once it does. */
  readonly port: () => number;
  /** For the operator's terminal. */
  readonly tell: (line: string) => void;
}
