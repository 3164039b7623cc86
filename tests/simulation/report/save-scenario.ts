import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { WrongUsage } from '../../support/run-program.ts';
import { writeScenario } from '../kept-scenarios.ts';
import type { Verdict } from '../verdict.ts';

/** So much of an invariant's sentence makes the name of its file. */
const NAME_CHARACTERS_MAX = 40;

/** Writes a scenario as those in `seeds/` are; whoever keeps it there says in `found` what the mistake was. */
export function saveScenario({ scenario, breaches }: Verdict, invariant: string, directory: string): void {
  const sentence = breaches.find((breach) => breach.invariant === invariant)?.sentence ?? '';
  const kept = { found: `${invariant}: ${sentence}.`, ...writeScenario(scenario) };
  mkdirSync(directory, { recursive: true });
  const file = `seed-${scenario.seed}-${nameOf(invariant)}.json`;
  writeFileSync(join(directory, file), `${JSON.stringify(kept, undefined, 2)}\n`);
}

/**
 * Before the first run: whoever waited for a breach must not lose it.
 * @throws {WrongUsage} when scenarios cannot be written there
 */
export function checkCanSave(directory: string): void {
  let known = resolve(directory);
  while (!existsSync(known)) known = dirname(known);
  if (!statSync(known).isDirectory()) throw new WrongUsage(`--save needs a directory, and ${known} is a file.`);
  try {
    accessSync(known, constants.W_OK);
  } catch {
    throw new WrongUsage(`--save needs a directory that can be written, and ${known} cannot.`);
  }
}

const nameOf = (invariant: string) =>
  invariant
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, NAME_CHARACTERS_MAX)
    .replaceAll(/^-|-$/g, '');
