import type { Rule } from '../rule.ts';

export const nothingSwitchedOff: Rule = {
  name: 'nothing-switched-off',
  reason:
    'What is paused in the template is paused again by every deploy: a queue fills until its messages are too old, or ' +
    'nobody takes up what was spilled, sees that a destination is back, or measures how old dead letters are.',
  check: ({ model, at }) => [
    ...model.mappings
      .filter(({ properties }) => !properties.Enabled)
      .map(({ id }) => ({
        where: at(id),
        what: 'takes no messages off its queue',
        fix: 'Leave Enabled away: `workers pause` pauses a worker without a deploy, and until it is resumed.',
      })),
    ...model.schedules
      .filter(({ properties }) => properties.State === 'DISABLED')
      .map(({ id }) => ({ where: at(id), what: 'calls nobody', fix: 'Leave State away, or `enabled: false`.' })),
  ],
};
