import type { Rule } from '../rule.ts';

/** A sentence of who is hurt and one of where to look are longer than this. */
const IMPACT_CHARACTERS_MIN = 40;

export const alarmsSayWhoIsHurt: Rule = {
  name: 'alarms-say-who-is-hurt',
  reason:
    'Whoever is woken by an alarm must know from its text alone who is hurt, what to look at first and which section of ' +
    'docs/runbooks.md goes on from there.',
  check: ({ model, at }) =>
    [...model.alarms, ...model.compositeAlarms].flatMap(({ id, properties: { AlarmDescription } }) => {
      const fix = 'Say who is hurt, what to look at, and end in `Runbook: docs/runbooks.md#<anchor>`.';
      const [, impact, anchor] =
        /^([^]*?)\s*Runbook: docs\/runbooks\.md#([a-z0-9-]+)\.?\s*$/.exec(AlarmDescription) ?? [];
      if (anchor === undefined)
        return [{ where: at(id), what: 'its description names no section of docs/runbooks.md', fix }];
      if ((impact ?? '').length >= IMPACT_CHARACTERS_MIN) return [];
      return [{ where: at(id), what: 'its description does not say who is hurt and what to look at', fix }];
    }),
};
