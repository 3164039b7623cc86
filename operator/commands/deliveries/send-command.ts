import { InvalidArgumentError, type Command } from '@commander-js/extra-typings';
import { wholeNumber } from '../../whole-number.ts';

const EXAMPLES = `
Examples:
  npm run hooks -- send github push
  npm run hooks -- send stripe payment_intent.succeeded --json
  npm run hooks -- send shopify orders/create --file order.json
  npm run hooks -- send acme --file event.json --header 'x-acme-topic: orders'
  npm run hooks -- send github push --count 2000 --rate 200

Sources and their secrets are those of the running pipeline: local/sources.json, and what \`sources add\` and the like made of
them. Types are the samples of the source's provider; one that a source describes itself (custom) has none, and takes --file.

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
    .argument('<source>', 'a source of the running pipeline, such as github')
    .argument('[type]', "a type that the source's provider has a sample of; without it the first one")
    .option('--file <file>', "send exactly these bytes as the body, with the sample's headers")
    .option('--header <name:value>', "beside the sample's headers, or in place of one; may be repeated", headers)
    .option('--count <n>', 'send so many, each with new ids', wholeNumber, 1)
    .option('--rate <n>', 'send at most so many per second; without it as fast as 16 at once can', positiveNumber)
    .option('--timeout <seconds>', 'stop following when nothing new came for so long', positiveNumber, 30)
    .option('--no-follow', 'do not wait for results: accepted is enough')
    .option('--json', 'one JSON object per webhook and a summary, line by line')
    .addHelpText('after', EXAMPLES)
    .action(async (source, type, { file, header, count, rate, timeout, follow, json }) => {
      const { send } = await import('./send.ts');
      process.exitCode = await send({
        source,
        type,
        file,
        headers: header ?? {},
        count,
        perSecond: rate,
        timeoutSeconds: timeout,
        isFollowed: follow,
        asJson: json ?? false,
      });
    });
}

/** As curl takes it: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2 */
function headers(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\x20-\x7e]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('It must be a name, a colon and a value.');
  return { ...before, [name.toLowerCase()]: value.trimEnd() };
}

function positiveNumber(text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}
