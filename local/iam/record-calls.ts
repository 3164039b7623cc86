import { appendFileSync, writeFileSync } from 'node:fs';
import type { Decision } from './create-guard.ts';

/** Starts the file anew; each decision is in the operating system's hands at once, so that a kill loses none. */
export function createCallRecord(file: string): (decision: Decision) => void {
  writeFileSync(file, '');
  return (decision) => appendFileSync(file, `${JSON.stringify(decision)}\n`);
}
