import * as v from 'valibot';
import { attributeValue } from '#shared/messages/attributes.ts';
import { typesOf } from '../model/known-types.ts';
import { matchesFilter } from '../model/matches-filter.ts';
import type { TemplateModel } from '../model/template-model.ts';
import { readEntries } from '../read-entries.ts';
import type { Rule, Told } from '../rule.ts';

const namesProvider = v.looseObject({ provider: v.string() });

export const typeWithoutWorker: Rule = {
  name: 'type-without-worker',
  reason:
    'SNS drops without a word what no filter matches: the sender was told that its webhook is accepted, and nobody ever ' +
    'gets it.',
  async check({ model, live }) {
    const read = await readEntries('sources', live);
    if ('notChecked' in read) return [read];
    return Object.entries(read.entries).flatMap(([source, entry]): readonly Told[] => {
      if (!v.is(namesProvider, entry)) return [];
      const types = typesOf(entry.provider);
      if (types === undefined)
        return [{ notChecked: `which types ${source} sends: it describes itself, and has no samples` }];
      const lost = types.filter((type) => !isDelivered(type, source, model));
      if (lost.length === 0) return [];
      const what = `no worker is subscribed to ${lost.join(', ')}`;
      const fix = 'Add the types or the source to a row of custom.workers, or switch them off at the sender.';
      return [{ where: `source ${source}, ${read.from}`, what, fix }];
    });
  },
};

const isDelivered = (type: string, source: string, { subscriptions }: TemplateModel) =>
  subscriptions
    .filter(({ properties }) => properties.Protocol === 'sqs')
    .some(({ properties: { FilterPolicy = {} } }) =>
      matchesFilter(FilterPolicy, { type: attributeValue(type), source: attributeValue(source) }),
    );
