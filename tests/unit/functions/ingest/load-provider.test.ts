import { createLoadProvider } from '../../../../functions/ingest/providers/load-provider.ts';
import { madeUpProvider } from '../../../support/made-up-provider.ts';

test('a provider that could not be loaded is loaded again, and one that could is not', async () => {
  let times = 0;
  const loadProvider = createLoadProvider({
    'made-up': async () => {
      times += 1;
      if (times === 1) throw new Error('no such file, this once');
      return madeUpProvider();
    },
  });
  const source = { provider: 'made-up', description: undefined };
  await expect(loadProvider(source)).rejects.toThrow('this once');
  await expect(loadProvider(source)).resolves.toMatchObject({ name: 'made-up' });
  await loadProvider(source);
  expect(times).toBe(2);
});
