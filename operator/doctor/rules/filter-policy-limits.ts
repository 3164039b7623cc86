import type { Rule } from '../rule.ts';

// https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
const KEYS_MAX = 5;
const COMBINATIONS_MAX = 150;
const POLICIES_PER_TOPIC_MAX = 200;
const POLICY_BYTES_MAX = 256 * 1024;

export const filterPolicyLimits: Rule = {
  name: 'filter-policy-limits',
  reason: 'SNS refuses a filter policy beyond its limits, and the deploy ends with queues that no event reaches.',
  check({ model, at }) {
    const single = model.subscriptions.flatMap(({ id, properties: { FilterPolicy = {} } }) => {
      const values = Object.values(FilterPolicy).map((value) => [value].flat().length);
      const combinations = values.reduce((product, count) => product * count, 1);
      const bytes = Buffer.byteLength(JSON.stringify(FilterPolicy));
      return [
        ...(values.length > KEYS_MAX ? [`compares ${values.length} attributes, and SNS at most ${KEYS_MAX}`] : []),
        ...(combinations > COMBINATIONS_MAX
          ? [`makes ${combinations} combinations, and SNS takes at most ${COMBINATIONS_MAX}`]
          : []),
        ...(bytes > POLICY_BYTES_MAX ? [`has ${bytes} bytes, and SNS takes at most ${POLICY_BYTES_MAX}`] : []),
      ].map((what) => ({ where: at(id), what, fix: 'Name types by a prefix ending in *, or split the row in two.' }));
    });
    const crowded = model.topics.flatMap(({ id }) => {
      const count = model.subscriptions.filter(
        ({ properties }) => properties.FilterPolicy && model.idOf(properties.TopicArn) === id,
      ).length;
      if (count <= POLICIES_PER_TOPIC_MAX) return [];
      const what = `${count} subscriptions have a filter policy, and a topic may have ${POLICIES_PER_TOPIC_MAX}`;
      return [{ where: at(id), what, fix: 'Join workers, or ask AWS for more filter policies per topic.' }];
    });
    return [...single, ...crowded];
  },
};
