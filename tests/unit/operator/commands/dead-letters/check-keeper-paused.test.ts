import { CommandError } from '../../../../../operator/command-error.ts';
import { checkKeeperPaused } from '../../../../../operator/commands/dead-letters/check-keeper-paused.ts';
import type { MappingState } from '../../../../../operator/pipeline/pipeline.ts';
import { givenSession } from '../../../../support/given-session.ts';

const mapping = (queue: string, state: MappingState['state']) => ({ function: 'keeper', queue, id: queue, state });
const given = (mappings: readonly MappingState[] | Error) =>
  givenSession({
    mappings: {
      of: async () => {
        if (mappings instanceof Error) throw mappings;
        return mappings;
      },
      setEnabled: async () => undefined,
    },
  });

test('only the mapping of the worker’s own dead-letter queue counts', async () => {
  const { session } = given([mapping('archive-dead-letters', 'disabled'), mapping('forward-dead-letters', 'enabled')]);
  await checkKeeperPaused('archive', session);
  await expect(checkKeeperPaused('forward', session)).rejects.toThrow('The keeper is not paused');
});

test('whoever may not see whether it is paused is told so, and not kept from replaying', async () => {
  const { session, told } = given(new CommandError(4, 'You may not \u202Edo\n\u001B[2Jthat.'));
  await checkKeeperPaused('archive', session);
  expect(told()).toBe('Whether the keeper is paused is not known: You may not do that.\n');
});
