// `npm run console`: the operators' web page, on this machine and with the rights of whoever starts it.
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { systemClock, systemIds } from '#shared/lambda/system.ts';
import { CommandError } from '../command-error.ts';
import { exitCode } from '../exit-code.ts';
import { forgetProxies } from '../forget-proxies.ts';
import { openPipeline } from '../pipeline/open-pipeline.ts';
import { localDirectory } from '../pipeline/read-endpoints.ts';
import { portNumber } from './port-number.ts';
import { readAppFiles } from './server/app-files.ts';
import { buildApp } from './server/build-app.ts';
import { forgetTabKeys } from './server/rejoin/tab-key.ts';
import { openBrowser } from './server/open-browser.ts';
import { startConsole } from './server/start-console.ts';

const PORT = 4177;

const { stage, port, open, newToken } = new Command('npm run console --')
  .description(
    'Opens the operators’ console of one stage in the browser. Ctrl-C ends it; runs under way can be resumed.',
  )
  .option(
    '--stage <stage>',
    'local, or a deployed one with your own AWS rights (env: HOOKS_STAGE)',
    process.env['HOOKS_STAGE'] || 'local',
  )
  .option('--port <port>', 'on 127.0.0.1; where it is taken, the next free one; 0: any free one', portNumber, PORT)
  .option('--no-open', 'only print the address')
  .option('--new-token', 'tabs of earlier starts do not go on: they need the new address; with --port 0 on any port')
  .parse()
  .opts();

const tell = (line: string) => console.log(line);

try {
  if (stage === 'local') forgetProxies(process.env);
  const files = readAppFiles(await buildApp(tell));
  const kept = { directory: join(localDirectory(process.env), 'console'), stage };
  // On a port that nobody chose there is no key to replace: those of the chosen ones are meant.
  if (newToken && port === 0) forgetTabKeys(kept);
  const running = await startConsole({
    openPipeline: () => openPipeline({ stage }),
    files,
    port,
    // After `any free port` the next start is on another, and its tabs come back to nobody.
    ...(port !== 0 && { keep: { ...kept, kept: newToken ? 'new' : 'again' } }),
    clock: systemClock,
    ids: systemIds,
    tell,
  });
  tell(
    `\n  console of stage ${stage}   ${running.url}\n\n  The address lets whoever has it act with your rights: keep it. Ctrl-C ends the console.\n`,
  );
  if (open) openBrowser(running.url);
  const stop = async () => {
    const left = await running.stop();
    for (const run of left) tell(`Run ${run} may be unfinished: npm run hooks -- runs resume ${run}`);
    process.exit(exitCode.done);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
} catch (error) {
  console.error(error instanceof CommandError ? error.message : error instanceof Error ? error.stack : String(error));
  process.exit(error instanceof CommandError ? error.exitCode : exitCode.failed);
}
