import type { Command } from '@commander-js/extra-typings';
import type { SourceOptions } from '#shared/messages/source.ts';
import { positiveNumber } from '../../options/positive-number.ts';
import { wholeNumber } from '../../whole-number.ts';
import { wrapColumns } from '../../terminal/wrap-columns.ts';
import { providerNames } from '../../verbs/sources/meant-provider.ts';
import type { OpenSession } from '../session.ts';
import { addSecretOptions, secretChoice } from './secret-options.ts';

const LOCAL_HELP = `
In stage local the sources live in the bucket of the running pipeline. What commands add survives its restart and an edit of
local/sources.json, which undoes what else they have changed, and says so; \`npm start -- --fresh\` forgets it all. Of a sender
that signs the URL the one that is shown is kept as --public-url.`;

const EXAMPLES = `
Examples:
  pbpaste | npm run hooks -- sources add stripe-eu --provider stripe
  npm run hooks -- sources add bot --provider telegram --generate --secret-file ./telegram-secret
  npm run hooks -- sources add alerts --provider aws-sns --topic-arn arn:aws:sns:eu-west-1:123456789012:alerts
  npm run hooks -- sources add board --provider asana --await-secret 10m
  npm run hooks -- sources add shop --provider custom --description shop.json < secret

Providers:
${wrapColumns(providerNames.join(', '), 118)
  .map((line) => `  ${line}`)
  .join('\n')}

The secret comes from standard input: on a terminal it is asked for and not shown, otherwise one line is read.
${LOCAL_HELP}

Exit codes: 0 done   1 failed   2 wrong usage   3 nothing runs here   4 access denied   130 Ctrl-C
--json: {"kind":"source"} with url, setUp, fingerprint and problems.`;

export function addAddCommand(sources: Command, open: OpenSession, now: () => Date): void {
  const command = sources
    .command('add')
    .description('Adds a source with its first secret, and says what to enter at the sender.')
    .argument('<name>', 'how it is called in its URL: /webhooks/<name>')
    .requiredOption('--provider <provider>', 'the kind of sender, or custom')
    .option('--public-url <url>', 'the URL as it is entered at the sender, where that is another than the one shown')
    .option('--tolerance <seconds>', "how old a webhook may be, instead of the provider's own", positiveNumber)
    .option('--webhook-id <id>', "PayPal's id of the webhook")
    .option('--topic-arn <arn>', 'an SNS topic that may post here; may be repeated', gathered)
    .option('--allowed-origin <host>', 'who may ask to post here (CloudEvents); may be repeated', gathered)
    .option('--allowed-rate <n>', 'how many requests a minute it is allowed then', wholeNumber)
    .option('--description <file>', 'of the provider custom: its description, as JSON')
    .option(
      '--retention-days <days>',
      'keep its events for so long only: one of those that the stage offers',
      wholeNumber,
    )
    .option('--without-secret', 'add it now, and give it a secret later');
  addSecretOptions(command, now)
    .option('--json', 'as one JSON object')
    .addHelpText('after', EXAMPLES)
    .action(async (name, given) => {
      const { add } = await import('./add.ts');
      const { sourceTools } = await import('./source-tools.ts');
      const { readDescriptionFile } = await import('./read-description-file.ts');
      const isLater = given.withoutSecret === true || given.awaitSecret !== undefined;
      const choice = secretChoice(given);
      const asked = {
        name,
        provider: given.provider,
        options: optionsOf(given),
        description: given.description === undefined ? undefined : readDescriptionFile(given.description),
        retentionDays: given.retentionDays,
        secret: isLater ? undefined : choice,
        awaitsForMs: given.awaitSecret,
        asJson: given.json ?? false,
      };
      process.exitCode = await add(asked, await open(), sourceTools);
    });
}

const gathered = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text];

interface GivenOptions {
  readonly publicUrl?: string | undefined;
  readonly tolerance?: number | undefined;
  readonly webhookId?: string | undefined;
  readonly topicArn?: string[] | undefined;
  readonly allowedOrigin?: string[] | undefined;
  readonly allowedRate?: number | undefined;
}

function optionsOf(given: GivenOptions): SourceOptions {
  const options = {
    publicUrl: given.publicUrl,
    toleranceSeconds: given.tolerance,
    webhookId: given.webhookId,
    topicArns: given.topicArn,
    allowedOrigins: given.allowedOrigin,
    allowedRate: given.allowedRate,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
