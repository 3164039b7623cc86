import { createFunctionBench, type FunctionBench } from '../../functions/function-bench.ts';
import { isSuccess } from '../../functions/is-success.ts';
import { measureBundle } from '../../functions/measure-bundle.ts';
import type { PackagedFunction } from '../../functions/packaged-functions.ts';
import type { Row } from '../../row.ts';
import { median } from '../../statistics.ts';

const BATCH_SIZES: Readonly<Record<string, readonly number[]>> = {
  dispatch: [1, 10, 100],
  archive: [1, 10, 100],
  forward: [1, 10, 100],
  ledger: [1, 10, 100],
  keeper: [1, 10],
};
/** Together in each process, so that a round takes no longer for a large batch. */
const RECORDS = 2000;
const INVOCATIONS_MIN = 20;
const ROUNDS = 5;
const ROUNDS_QUICK = 1;

interface Asked {
  readonly one: PackagedFunction;
  readonly batchSize: number;
  readonly quick: boolean;
  readonly signal: AbortSignal;
}

/** What each function burns when it is warm. */
export const warmRow: Row = {
  name: 'warm',
  title: 'CPU of a warm invocation, the network stubbed at the socket',
  async run(context) {
    const bench = await createFunctionBench(context);
    const rows: (readonly [string, number, number, number])[] = [];
    try {
      for (const one of bench.functions) {
        context.tell(`${one.name}…`);
        for (const batchSize of BATCH_SIZES[one.name] ?? [1]) {
          const cpuMs = await measureWarm(bench, { one, batchSize, quick: context.quick, signal: context.signal });
          rows.push([one.name, batchSize, cpuMs, (cpuMs * 1000) / batchSize]);
        }
      }
    } finally {
      await bench.stub.close();
    }
    return {
      tables: [
        {
          title: 'CPU per invocation and per record',
          columns: ['function', 'batch', 'ms', 'µs per record'],
          rows,
          note: 'Median of fresh processes, each warmed up with as many invocations as are measured. Calls are made and signed; forward has no destination that wants the event.',
        },
      ],
      budgets: [],
      figures: Object.fromEntries(rows.map(([name, batch, cpuMs]) => [`warm.${name}.${batch}.cpuMs`, cpuMs])),
    };
  },
};

async function measureWarm(bench: FunctionBench, { one, batchSize, quick, signal }: Asked): Promise<number> {
  const event = await bench.eventFile(one.name, batchSize);
  const invocations = Math.max(INVOCATIONS_MIN, Math.floor(RECORDS / batchSize / (quick ? 10 : 1) / 4));
  const measured: number[] = [];
  for (let round = 0; round < (quick ? ROUNDS_QUICK : ROUNDS); round += 1) {
    const environment = one.environment(bench.stub.url);
    const { bundle, timeoutSeconds } = one;
    const asked = { bundle, event, invocations, timeoutSeconds, environment, signal };
    const { warmCpuMs, answer } = await measureBundle(asked);
    if (!isSuccess(answer)) throw new Error(`${one.name} answers ${JSON.stringify(answer)} to ${event}`);
    measured.push(warmCpuMs);
  }
  return median(measured);
}
