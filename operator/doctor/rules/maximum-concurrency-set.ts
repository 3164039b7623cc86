import { functionOf } from '../model/links.ts';
import type { TemplateModel } from '../model/template-model.ts';
import type { Rule, Told } from '../rule.ts';

export const maximumConcurrencySet: Rule = {
  name: 'maximum-concurrency-set',
  reason:
    "Without it one worker's backlog takes every invocation of the account, and ingest is throttled: senders are turned " +
    'away. Together with provisioned pollers Lambda refuses the mapping, and above what is reserved for the function it ' +
    'is throttled instead of held back, which burns receives.',
  check: ({ model, at }) => model.mappings.flatMap((mapping) => problems(mapping, model, at)),
};

function problems(
  { id, properties }: TemplateModel['mappings'][number],
  model: TemplateModel,
  at: (id: string) => string,
): readonly Told[] {
  const { ScalingConfig, ProvisionedPollerConfig, FunctionName } = properties;
  const most = ScalingConfig?.MaximumConcurrency;
  if (most !== undefined && ProvisionedPollerConfig !== undefined) {
    const what = 'has both MaximumConcurrency and ProvisionedPollerConfig, of which Lambda takes one';
    return [{ where: at(id), what, fix: 'Leave one of the two away.' }];
  }
  if (ProvisionedPollerConfig !== undefined) return [];
  if (most === undefined) {
    const what = 'may take as many invocations at once as the account has';
    return [{ where: at(id), what, fix: 'Set maximumConcurrency, from 2 to 1000.' }];
  }
  const reserved = functionOf(model, FunctionName)?.properties.ReservedConcurrentExecutions;
  if (reserved === undefined || !(reserved < most)) return [];
  const what = `may take ${most} invocations at once, and ${reserved} are reserved for its function`;
  return [{ where: at(id), what, fix: `Reserve at least ${most}, or lower maximumConcurrency to ${reserved}.` }];
}
