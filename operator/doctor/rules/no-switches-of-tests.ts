import { LOCAL_STAGE } from '../../pipeline/local-stage.ts';
import type { Rule } from '../rule.ts';

/** Both are read by libraries, and no code of ours would notice. */
const SWITCHES: readonly { readonly name: RegExp; readonly what: string }[] = [
  { name: /^POWERTOOLS_IDEMPOTENCY_DISABLED$/, what: 'posts again what was posted' },
  { name: /^AWS_ENDPOINT_URL(?:_\w+)?$/, what: 'calls somebody else than AWS, with its credentials' },
];

export const noSwitchesOfTests: Rule = {
  name: 'no-switches-of-tests',
  reason:
    'A variable that was set to try something out stays in the template. Libraries obey it on a deployed stage as well: ' +
    'without idempotency customers are charged twice, and with another endpoint no call reaches AWS.',
  check: ({ model, stage, at }) =>
    (stage === LOCAL_STAGE ? [] : model.functions).flatMap(({ id, properties }) =>
      Object.keys(properties.Environment.Variables).flatMap((variable) =>
        SWITCHES.filter(({ name }) => name.test(variable)).map(({ what }) => ({
          where: at(id),
          what: `by its variable ${variable} it ${what}`,
          fix: 'Set it in the tests or in local mode alone.',
        })),
      ),
    ),
};
