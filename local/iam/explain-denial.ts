import { operatorKey } from './access-keys.ts';
import type { Decision } from './create-guard.ts';

/** For the terminal: which right is missing, and where it would be written. */
export function explainDenial({ principal, action, resource }: Decision, workers: readonly string[]): string {
  return `${principal} may not ${action} on ${resource}: ${fileOf(principal, workers)}`;
}

function fileOf(principal: string, workers: readonly string[]): string {
  if (principal === operatorKey) return 'shared/resources/operator-policies.yml';
  if (principal === 'sns') return 'functions/workers/wiring/worker-subscription.cjs';
  return workers.includes(principal)
    ? 'functions/workers/wiring/worker-role.cjs'
    : `functions/${principal}/resources.yml`;
}
