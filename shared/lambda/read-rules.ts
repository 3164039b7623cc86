import type { RetryRules } from './decide-fate.ts';

const NAMES = ['ATTEMPTS_MAX', 'BACKOFF_CEILING_SECONDS', 'RETRY_HORIZON_SECONDS'] as const;

/** The variables that say how often and how far apart a function tries a message: its row's settings. */
export type RulesVariable = (typeof NAMES)[number];

export const RULES_VARIABLES: readonly RulesVariable[] = NAMES;

/** @throws {Error} that names the variable */
export function readRules(variables: Readonly<Record<RulesVariable, string>>): RetryRules {
  for (const name of NAMES) {
    // A rule that is no number would compare as false for ever, and nothing would ever be given up.
    if (!/^[1-9]\d*$/.test(variables[name])) throw new Error(`${name} is no whole number; see the function's row`);
  }
  return {
    attemptsMax: Number(variables.ATTEMPTS_MAX),
    backoffCeilingSeconds: Number(variables.BACKOFF_CEILING_SECONDS),
    horizonSeconds: Number(variables.RETRY_HORIZON_SECONDS),
  };
}
