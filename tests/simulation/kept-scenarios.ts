import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { TROUBLES, type Scenario } from './scenario.ts';

const FOLDER = new URL('./seeds/', import.meta.url);

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const keptSchema = v.strictObject({
  /** One sentence: what was wrong. */
  found: v.pipe(v.string(), v.endsWith('.')),
  seed: count,
  deliveries: v.pipe(count, v.minValue(1)),
  without: v.optional(v.array(v.picklist(TROUBLES)), []),
  /** Left out: without end. */
  troublesMax: v.optional(count),
});

export interface KeptScenario {
  readonly name: string;
  readonly found: string;
  readonly scenario: Scenario;
}

/** Scenarios that failed once, each for a mistake that is mended. */
export function keptScenarios(): readonly KeptScenario[] {
  // Git keeps no empty folder, and one that has found nothing yet is empty.
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => file.endsWith('.json')) : [];
  return files.toSorted().map((file) => {
    const path = fileURLToPath(new URL(file, FOLDER));
    const parsed = v.safeParse(keptSchema, JSON.parse(readFileSync(path, 'utf8')));
    if (!parsed.success) throw new Error(`${path} is no scenario: ${v.summarize(parsed.issues)}`);
    const { found, troublesMax = Number.POSITIVE_INFINITY, ...scenario } = parsed.output;
    return { name: file.replace(/\.json$/, ''), found, scenario: { ...scenario, troublesMax } };
  });
}

/** As JSON has it: what is left out is what nobody changed. */
export function writeScenario({ seed, deliveries, without, troublesMax, planted }: Scenario) {
  return {
    seed,
    deliveries,
    ...(without.length > 0 && { without }),
    ...(Number.isFinite(troublesMax) && { troublesMax }),
    ...(planted !== undefined && { planted }),
  };
}
