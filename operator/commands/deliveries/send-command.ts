import { InvalidArgumentError, type Command } from '@commander-js/extra-typings';
import { wholeNumber } from '../../whole-number.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- send github push
  npm run hooks -- send stripe payment_intent.succeeded --json
  npm run hooks -- send shopify orders/create --file order.json
  npm run hooks -- send github push --count 2000 --rate 200

Sources and their secrets are in local/sources.json; types are the samples of the source's provider.

Exit codes:
  0    every subscribed worker has its result; with --no-follow: accepted
  1    refused, a dead letter, or without a result in time
  2    wrong usage
  3    nothing runs here
  130  Ctrl-C`;

export function addSendCommand(program: Command): void {
  program
    .command('send')
    .description(
      'Signs a sample webhook, posts it, and follows it until every subscribed worker has its result or its dead letter.',
    )
    .argument('<source>', 'a source of local/sources.json, such as github')
    .argument('[type]', "a type that the source's provider has a sample of; without it the first one")
    .option('--file <file>', "send exactly these bytes as the body, with the sample's headers")
    .option('--count <n>', 'send so many, each with new ids', wholeNumber, 1)
    .option('--rate <n>', 'send at most so many per second; without it as fast as 16 at once can', positiveNumber)
    .option('--timeout <seconds>', 'stop following when nothing new came for so long', positiveNumber, 30)
    .option('--no-follow', 'do not wait for results: accepted is enough')
    .option('--json', 'one JSON object per webhook and a summary, line by line')
    .addHelpText('after', EXAMPLES)
    .action(async (source, type, { file, count, rate, timeout, follow, json }) => {
      const { send } = await import('./send.ts');
      process.exitCode = await send({
        source,
        type,
        file,
        count,
        perSecond: rate,
        timeoutSeconds: timeout,
        isFollowed: follow,
        asJson: json ?? false,
      });
    });
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}
