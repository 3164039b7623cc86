import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { readAssumptions } from '../../plan/assumptions.ts';
import { checkRegion, readAwsFacts } from '../../plan/aws-facts.ts';
import { planOf } from '../../plan/plan.ts';
import { readDesign } from '../../plan/read-design.ts';
import { parseMix } from '../../plan/shares.ts';
import { readTraffic } from '../../plan/simulation/read-traffic.ts';
import { shapeOf, type SHAPE_NAMES } from '../../plan/simulation/shapes.ts';
import { costPage } from '../../plan/views/cost-page.ts';
import { describePlan } from '../../plan/views/describe-plan.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { writeJson } from '../write-json.ts';
import { packagedIn, SERVICE_DIRECTORY } from '../doctor/packaged-in.ts';

export interface PlanOptions {
  readonly stage: string;
  readonly rate: number;
  readonly size: number;
  readonly region: string;
  readonly mix?: string | undefined;
  readonly shape?: (typeof SHAPE_NAMES)[number] | undefined;
  readonly traffic?: string | undefined;
  readonly durations?: string | undefined;
  readonly package?: string | undefined;
  readonly html?: string | undefined;
  readonly writeDocs?: true | undefined;
  readonly json?: true | undefined;
}

export async function showPlan(options: PlanOptions, terminal: Terminal): Promise<void> {
  const { stage, rate, size, region, mix, shape, traffic, durations } = options;
  const facts = readAwsFacts();
  checkRegion(facts, region);
  const assumptions = readAssumptions(durations);
  const wanted = { sizeKilobytes: size, mix: mix === undefined ? {} : parseMix(mix) };
  const shapes = traffic !== undefined ? [readTraffic(traffic)] : shape && [shapeOf(shape, rate)];
  const packaged = await packagedIn({ stage, directory: options.package }, terminal);
  const design = readDesign(packaged, assumptions, wanted);
  const plan = planOf({ design, assumptions, region, ratePerSecond: rate, ...(shapes && { shapes }) }, facts);
  if (options.html !== undefined) {
    // Charts take longer to load than all the rest.
    const { htmlPage } = await import('../../plan/views/html-page.ts');
    writePage(options.html, htmlPage(plan));
    terminal.tell(`Wrote ${options.html}.\n`);
  }
  if (options.writeDocs) {
    writeFileSync(join(SERVICE_DIRECTORY, 'docs', 'cost-and-scale.md'), costPage(packaged));
    terminal.tell('Wrote docs/cost-and-scale.md.\n');
  }
  if (options.json) {
    writeJson('plan', { ...plan, bill: { ...plan.bill, batches: Object.fromEntries(plan.bill.batches) } }, terminal);
    return;
  }
  terminal.write(describePlan(plan, terminal));
}

function writePage(file: string, page: string): void {
  try {
    writeFileSync(file, page);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCode.failed, `The page cannot be written: ${why}`);
  }
}
