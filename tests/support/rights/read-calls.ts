import { readFileSync } from 'node:fs';
import type { Decision } from '../../../local/iam/create-guard.ts';

/** What local mode has written to LOCAL_RECORD_CALLS. */
export const readCalls = (file: string): readonly Decision[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Decision);
