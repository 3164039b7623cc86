import { describePaused } from '../../../../../operator/commands/deliveries/describe-paused.ts';
import type { MappingState } from '../../../../../operator/pipeline/pipeline.ts';

const states: Readonly<Record<string, MappingState['state']>> = {
  archive: 'enabled',
  ledger: 'disabled',
  forward: 'changing',
};

test('whoever follows a webhook is told which workers are paused, and how they go on', async () => {
  const mappings = {
    of: async (name: string) => [{ function: name, queue: name, id: name, state: states[name] ?? 'enabled' }],
  };
  expect(await describePaused(Object.keys(states), { mappings, stage: 'local' })).toEqual([
    'ledger is paused: no result comes of it before npm run hooks -- workers resume ledger\n',
  ]);
});
