import type { TemplateModel } from '../model/template-model.ts';
import type { Rule, Told } from '../rule.ts';

/** Where large bodies lie, of every worker. */
const CLAIM_CHECKS = 'claim-checks/';

export const keptAndForgotten: Rule = {
  name: 'kept-and-forgotten',
  reason:
    'What nobody forgets is there for whoever looks years later, and is paid for; docs/security.md promises an end to all ' +
    'of it. And a configuration that was overwritten by mistake is gone, unless its bucket keeps versions.',
  check: ({ model, at }) => [
    ...model.tables
      .filter(({ properties }) => properties.TimeToLiveSpecification?.Enabled !== true)
      .map(({ id }) => ({
        where: at(id),
        what: 'forgets nothing',
        fix: 'Set TimeToLiveSpecification with Enabled true, on the attribute expiresAt.',
      })),
    ...bucketsIn('RESULTS_BUCKET', model).flatMap((bucket) => neverForgotten(bucket, model, at)),
    ...bucketsIn('CONFIG_BUCKET', model)
      .filter(({ properties }) => properties.VersioningConfiguration?.Status !== 'Enabled')
      .map(({ id }) => ({
        where: at(id),
        what: 'keeps no versions of what is overwritten',
        fix: 'Set VersioningConfiguration to Enabled.',
      })),
  ],
};

type Bucket = TemplateModel['buckets'][number];

/** Those that any function is told of by this variable. */
function bucketsIn(variable: string, model: TemplateModel): readonly Bucket[] {
  const told = new Set(model.functions.map(({ properties }) => model.idOf(properties.Environment.Variables[variable])));
  return model.buckets.filter(({ id }) => told.has(id));
}

function neverForgotten({ id, properties }: Bucket, model: TemplateModel, at: (id: string) => string): readonly Told[] {
  const prefixes = model.functions.flatMap(
    ({ properties: { Environment } }) => Environment.Variables['RESULTS_PREFIX'] ?? [],
  );
  const ends = (properties.LifecycleConfiguration?.Rules ?? []).filter(
    ({ Status, ExpirationInDays }) => Status === 'Enabled' && ExpirationInDays !== undefined,
  );
  // A rule may say more than the prefix: archive/date=
  const isForgotten = (prefix: string) =>
    ends.some(({ Prefix }) => Prefix !== undefined && (prefix.startsWith(Prefix) || Prefix.startsWith(prefix)));
  return [CLAIM_CHECKS, ...new Set(prefixes.map(String))]
    .filter((prefix) => !isForgotten(prefix))
    .map((prefix) => ({
      where: at(id),
      what: `keeps what is under ${prefix} for ever`,
      fix: 'Give it a rule of LifecycleConfiguration with ExpirationInDays, as shared/resources/retention.cjs does.',
    }));
}
