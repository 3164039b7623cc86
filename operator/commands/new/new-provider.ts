import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CUSTOM } from '../../../functions/ingest/providers/load-provider.ts';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { listLine, PLACEHOLDER, providerFiles } from './provider-files.ts';

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const NAME_CHARACTERS_MAX = 40;

const FOLDER = join('functions', 'ingest', 'providers');

/**
 * Writes a provider's folder and its line in the list.
 * @param root of the project
 * @returns what was written, and what to do next
 * @throws {CommandError} for a name that cannot be one, or is taken
 */
export function newProvider(name: string, root: string): string {
  if (!NAME.test(name) || name.length > NAME_CHARACTERS_MAX || name === CUSTOM) {
    throw wrong(`${name} cannot be the name of a provider: small letters and digits, with hyphens between words.`);
  }
  const folder = join(FOLDER, name);
  if (existsSync(join(root, folder))) throw wrong(`There is something at ${folder} already.`);
  const list = join(root, FOLDER, 'index.ts');
  const listed = withLine(readFileSync(list, 'utf8'), name);
  for (const [file, text] of Object.entries(providerFiles(name))) {
    const path = join(root, folder, file);
    mkdirSync(dirname(path), { recursive: true });
    // A file of somebody else's is never written over.
    writeFileSync(path, text, { flag: 'wx' });
  }
  writeFileSync(list, listed);
  return describeNext(name, folder);
}

/** The list in the order of its names. */
function withLine(text: string, name: string): string {
  const lines = text.split('\n');
  const named = lines.map((line) => /^ {2}'?([a-z0-9-]+)'?: async \(\) =>/.exec(line)?.[1]);
  const last = named.findLastIndex((one) => one !== undefined);
  if (last === -1) throw wrong(`The list of providers is not as it was: add this line to it: ${listLine(name)}`);
  const behind = named.findIndex((one) => one !== undefined && one > name);
  return lines.toSpliced(behind === -1 ? last + 1 : behind, 0, listLine(name)).join('\n');
}

const describeNext = (name: string, folder: string) => `Wrote ${folder}/ and its line in ${FOLDER}/index.ts.

Next:
  1. Fill in every “${PLACEHOLDER}” in ${folder}/: the description ${name}.ts, about.ts, and a sample of each type under samples/,
     in a file that is named as its type in small letters (order.paid.json, or order-paid.json for order/paid). Other providers'
     folders are examples; provider.ts says what a description can say.
     ${name}.ts does not compile before it says whether the sender tries again by itself (\`resends\`).
  2. Put signed requests into vectors.json in place of its two examples, with their verdicts: genuine ones, from the sender's own
     library if there is any, and refused ones; \`now\` is the time in unix seconds at which they came. \`npm run hooks -- verify ${folder}\` says why one does not hold.
  3. npx jest tests/conformance/providers -t ${name}
  4. node operator/docs/write-sources.ts --write
  5. npm run check: types, lint and all tests, as CI runs them.

To try it on this machine, add an entry of the provider to local/sources.json; nothing asks for one.
To take it away again: remove ${folder}/ and its line in ${FOLDER}/index.ts, and run step 4.
`;

const wrong = (message: string) => new CommandError(exitCode.wrongUsage, message);
