import { intentKey } from '../../../../../functions/replay/run/intent.ts';
import { createProgress, readProgress } from '../../../../../functions/replay/run/progress.ts';
import { memoryObjects } from '../../../../support/ports.ts';

const RUN = 'run-of-this-test';

test('a run may have more pages than a function takes arguments', async () => {
  const progress = createProgress();
  const count = 200_000;
  for (let page = 1; page <= count; page += 1) progress.pages.add(page);
  const results = {
    ...memoryObjects(),
    async *list() {
      for (let page = 1; page <= count; page += 1) yield { key: intentKey(RUN, page), bytes: 1 };
    },
  };
  expect(await readProgress(RUN, progress, { results }, async () => undefined)).toEqual([]);
  expect(progress.lastPage).toBe(count);
});
