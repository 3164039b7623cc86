import { styleText } from 'node:util';
import { CommandError } from '../../command-error.ts';
import { exitCode, type ExitCode } from '../../exit-code.ts';
import { checkRunning } from '../../pipeline/check-running.ts';
import { createInvokeFunction } from '../../pipeline/invoke-function.ts';
import { openResults } from '../../pipeline/open-results.ts';
import { localDirectory, readEndpoints } from '../../pipeline/read-endpoints.ts';
import { createBalanceSheet } from './create-balance-sheet.ts';
import { lookForDeadLetters } from './look-for-dead-letters.ts';
import { readEntries, type DamagedEntry } from './read-entries.ts';
import { showBalance } from './show-balance.ts';

/** A line on a terminal is drawn again so often, counted in entries. */
const REDRAW_EVERY_ENTRIES = 100;

/**
 * Sums up the ledger of the pipeline that runs here.
 * @throws {CommandError} when nothing runs, or when it has no ledger
 */
export async function balance({ asJson }: { readonly asJson: boolean }): Promise<ExitCode> {
  const endpoints = readEndpoints(localDirectory(process.env));
  const row = endpoints.workers['ledger'];
  if (!row) throw new CommandError(exitCode.failed, 'The running pipeline has no worker ledger: see custom.workers.');
  await checkRunning(endpoints.aws);

  const sheet = createBalanceSheet();
  const damaged: DamagedEntry[] = [];
  const progress = showProgress();
  const prefix = `${row.resultsPrefix ?? 'results/ledger/'}entries/`;
  for await (const read of readEntries(openResults(endpoints), prefix)) {
    if ('entry' in read) sheet.add(read.entry);
    else damaged.push(read);
    progress.read();
  }
  progress.end();
  const { openDeadLetters, warning } = await lookForDeadLetters(createInvokeFunction(endpoints));

  console.log(asJson ? JSON.stringify({ ...sheet.sums(), damaged, openDeadLetters }) : showBalance(sheet.sums()));
  for (const { key, problem } of damaged) {
    console.error(styleText('red', `${key} is left out: ${problem}`, { stream: process.stderr }));
  }
  if (warning !== undefined) console.error(styleText('yellow', warning, { stream: process.stderr }));
  return damaged.length === 0 ? exitCode.done : exitCode.failed;
}

/** Only for people: a script would find it among the errors. */
function showProgress() {
  const { stderr } = process;
  let count = 0;
  return {
    read: () => {
      count += 1;
      if (stderr.isTTY && count % REDRAW_EVERY_ENTRIES === 0) {
        stderr.write(`\r\u001B[2K${count.toLocaleString('en')} entries read`);
      }
    },
    end: () => {
      if (stderr.isTTY && count >= REDRAW_EVERY_ENTRIES) stderr.write('\r\u001B[2K');
    },
  };
}
