import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import type { Rule } from '../rule.ts';

export const alarmsReachSomebody: Rule = {
  name: 'alarms-reach-somebody',
  reason: 'An alarm without an action changes its colour on a page that nobody looks at at night.',
  check: ({ model, stage, at }) => {
    const silent = [...model.alarms, ...model.compositeAlarms]
      .filter(({ properties }) => properties.AlarmActions.length === 0 || !properties.ActionsEnabled)
      .map(({ id }) => ({
        where: at(id),
        what: 'tells nobody when it goes off',
        fix: 'Give it the alert topic as AlarmActions, and leave ActionsEnabled away.',
      }));
    const told = new Set(
      [...model.alarms, ...model.compositeAlarms].flatMap(({ properties }) => properties.AlarmActions.map(model.idOf)),
    );
    const heard = new Set(model.subscriptions.map(({ properties }) => model.idOf(properties.TopicArn)));
    const unheard = model.topics
      .filter(({ id, properties }) => told.has(id) && !heard.has(id) && properties.Subscription.length === 0)
      .map(({ id }) => ({
        where: at(id),
        what: 'alarms are sent there, and the template subscribes nobody',
        fix: 'Set the param alertEmail of the stage, or subscribe your own tool to the topic once.',
        severity: 'warning' as const,
      }));
    // Nobody is on call for a laptop.
    return stage === LOCAL_STAGE ? silent : [...silent, ...unheard];
  },
};
