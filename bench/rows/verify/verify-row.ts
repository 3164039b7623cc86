import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { measureProcess } from '../../measure-process.ts';
import type { Budget, Row, Table } from '../../row.ts';
import { median, pairedRatios, shownRatio } from '../../statistics.ts';
import { FLOOR, OURS, OURS_NAMED } from './contests.ts';

const program = fileURLToPath(new URL('./verify-program.ts', import.meta.url));

const SIZES_BYTES = [1024, 4096, 100 * 1024];
const BUDGET_BYTES = 4096;
const BUDGET_RATIO = 1.15;
/** Rounds of some milliseconds, and many: below that the processor's clock is too coarse, above it others get in between. */
const ROUND_MS = 5;
const ROUNDS = 151;
const ROUNDS_QUICK = 31;

const measuredSchema = v.array(
  v.object({ bytes: v.number(), sender: v.string(), micros: v.record(v.string(), v.array(v.number())) }),
);
type Measured = v.InferOutput<typeof measuredSchema>[number];

/** The check of a signature and what follows it, beside the floor and the libraries that senders offer. */
export const verifyRow: Row = {
  name: 'verify',
  title: 'Signature check and JSON, beside the floor and the libraries of senders',
  needsPackages: false,
  async run({ quick, tell, signal }) {
    tell(`${SIZES_BYTES.length} sizes…`);
    const args = [program, String(quick ? ROUNDS_QUICK : ROUNDS), String(ROUND_MS), ...SIZES_BYTES.map(String)];
    const { stdout } = await measureProcess({ args, signal });
    const measured = v.parse(measuredSchema, JSON.parse(stdout));
    return {
      tables: measured.length === 0 ? [] : [tableOf(measured)],
      budgets: [budgetOf(measured)],
      figures: figuresOf(measured),
    };
  },
};

const ratioOf = ({ micros }: Measured, name: string) => pairedRatios(micros[name] ?? [], micros[FLOOR] ?? []);

const tableOf = (measured: readonly Measured[]): Table => ({
  title: 'CPU per webhook, and its ratio to the floor of the same bytes',
  columns: ['sender', 'body', 'what', 'µs', 'ratio (middle half of the rounds)'],
  rows: measured.flatMap((one) =>
    Object.entries(one.micros).map(([name, micros]) => [
      one.sender,
      `${one.bytes / 1024} KB`,
      name,
      median(micros),
      shownRatio(ratioOf(one, name)),
    ]),
  ),
  note: 'Libraries hand back the JSON or it is parsed after them; they neither find id and type nor refuse deep nesting.',
});

/** The worst of the senders counts. */
function budgetOf(measured: readonly Measured[]): Budget {
  const found = measured
    .filter(({ bytes }) => bytes === BUDGET_BYTES)
    .map((one) => ({ sender: one.sender, ratio: ratioOf(one, OURS).median }));
  const texts = found.map(({ sender, ratio }) => `${sender} ${ratio.toFixed(2)} ×`);
  return {
    what: 'signature check + JSON parse, 4 KB',
    budget: `≤ ${BUDGET_RATIO} × HMAC + JSON.parse`,
    measured: texts.join(', '),
    met: found.length > 0 && found.every(({ ratio }) => ratio <= BUDGET_RATIO),
  };
}

const figuresOf = (measured: readonly Measured[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    measured.flatMap((one) =>
      Object.keys(one.micros)
        .filter((name) => name !== FLOOR)
        .map((name) => [`${one.sender}.${one.bytes}.${keyOf(name)}`, ratioOf(one, name).median] as const),
    ),
  );

const keyOf = (name: string) => ({ [OURS]: 'ours', [OURS_NAMED]: 'oursNamed' })[name] ?? name;
