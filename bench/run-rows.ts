import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchContext, Row, RowReport } from './row.ts';

/** What became of a row. */
export interface RowOutcome {
  readonly row: Row;
  readonly seconds: number;
  /** Undefined when it failed. */
  readonly report?: RowReport;
  /** Why it failed, with the stack: whoever measures looks into it. */
  readonly failure?: string;
}

type Shared = Omit<BenchContext, 'scratch'> & { readonly directory: string };

/** One row after the other; one that fails leaves the others alone. @throws when it was interrupted */
export async function* runRows(rows: readonly Row[], { directory, ...shared }: Shared): AsyncGenerator<RowOutcome> {
  for (const row of rows) {
    shared.signal.throwIfAborted();
    const scratch = join(directory, row.name);
    mkdirSync(scratch, { recursive: true });
    const startedMs = performance.now();
    const seconds = () => Math.round((performance.now() - startedMs) / 100) / 10;
    try {
      const report = await row.run({ ...shared, scratch, tell: (line) => shared.tell(`${row.name}: ${line}`) });
      yield { row, seconds: seconds(), report };
    } catch (error) {
      shared.signal.throwIfAborted();
      yield { row, seconds: seconds(), failure: String(error instanceof Error ? error.stack : error) };
    } finally {
      rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}
