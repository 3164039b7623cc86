import { createEventSourceMappings } from '#shared/aws/event-source-mappings.ts';
import type { Mappings, MappingState } from './pipeline.ts';
import type { Reach } from './reach.ts';

const POLICY = 'operate-more';

export function openMappings({ prefix, explain }: Reach): Mappings & { close(): void } {
  const mappings = createEventSourceMappings();
  return {
    async of(functionName, signal) {
      const about = `${prefix}${functionName}`;
      try {
        const found = await mappings.of(about, signal);
        return found.map(({ id, queueName, state }) => ({
          function: functionName,
          queue: shortName(queueName, prefix),
          id,
          state: toState(state),
        }));
      } catch (error) {
        throw explain(error, { right: 'lambda:ListEventSourceMappings', policy: POLICY, about });
      }
    },
    async setEnabled(id, isEnabled, signal) {
      try {
        await mappings.setEnabled(id, isEnabled, signal);
      } catch (error) {
        throw explain(error, {
          right: 'lambda:UpdateEventSourceMapping',
          policy: POLICY,
          about: `event source mapping ${id}`,
        });
      }
    },
    close: () => mappings.close(),
  };
}

const shortName = (name: string, prefix: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);

function toState(state: string): MappingState['state'] {
  if (state === 'Enabled') return 'enabled';
  return state === 'Disabled' ? 'disabled' : 'changing';
}
