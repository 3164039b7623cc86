import { diagnoses } from './diagnoses/index.ts';
import { describeRefusal } from './describe-refusal.ts';
import type { RefusedCase } from './signature-case.ts';

/** The first diagnosis that fits; where none does, what ingest itself would say. */
export async function explainRefusal(refused: RefusedCase): Promise<string> {
  for (const diagnosis of diagnoses) {
    // oxlint-disable-next-line no-await-in-loop -- the first that fits is the one
    const found = await diagnosis(refused);
    if (found !== undefined) return found;
  }
  return describeRefusal(refused);
}
