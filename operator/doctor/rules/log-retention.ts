import type { Rule } from '../rule.ts';

export const logRetention: Rule = {
  name: 'log-retention',
  reason:
    'A log group that Lambda makes by itself is kept for ever and paid for every month; what it says of people must end, too.',
  check({ model, at }) {
    const endless = model.logGroups
      .filter(({ properties }) => properties.RetentionInDays === undefined)
      .map(({ id }) => ({
        where: at(id),
        what: 'is kept for ever',
        fix: 'Set RetentionInDays, from the param logRetentionDays.',
      }));
    const names = new Set(model.logGroups.map(({ properties }) => properties.LogGroupName));
    const without = model.functions
      .filter(({ properties }) => !names.has(`/aws/lambda/${properties.FunctionName}`))
      .map(({ id }) => ({
        where: at(id),
        what: 'has no log group in the template, so that Lambda makes one that is kept for ever',
        fix: 'Leave disableLogs away, or add its log group with RetentionInDays.',
      }));
    return [...endless, ...without];
  },
};
