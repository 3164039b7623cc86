import type { Rule } from '../rule.ts';

const named = /SECRET|TOKEN|PASSW|API_?KEY|PRIVATE_?KEY|CREDENTIAL/i;
/** As Stripe, Standard Webhooks, AWS, GitHub, Slack and PEM write theirs, and any URL with a password. */
const shaped =
  /^(?:whsec_|sk_(?:live|test)_|rk_live_|AKIA[0-9A-Z]{16}$|gh[pousr]_|github_pat_|xox[abprs]-|eyJ[\w-]+\.eyJ)|-----BEGIN [A-Z ]*PRIVATE KEY|:\/\/[^/\s:@]+:[^/\s@]+@/;
/** What the framework itself asks for, in which nothing is secret. */
const HARMLESS = /_(?:ARN|URL|NAME|TABLE|BUCKET|PREFIX|SECONDS|MAX)$/;

export const noSecretInEnvironment: Rule = {
  name: 'no-secret-in-environment',
  reason:
    'A variable stands in the template, in the deployment bucket, in every console page of the function and in the history ' +
    'of the repository. Secrets belong into the sources object, where they can be rotated without a deploy.',
  check: ({ model, at }) =>
    model.functions.flatMap(({ id, properties }) =>
      Object.entries(properties.Environment.Variables)
        .filter(
          ([name, value]) => shaped.test(String(value)) || (named.test(name) && !HARMLESS.test(name) && value !== ''),
        )
        .map(([name]) => ({
          where: at(id),
          what: `its variable ${name} looks like a secret`,
          fix: 'Keep it in config/sources.json or config/destinations.json, and replace the secret: it is known now.',
        })),
    ),
};
