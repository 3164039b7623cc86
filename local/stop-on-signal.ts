import { say } from './terminal.ts';

/** Ctrl-C or a polite kill closes everything once; a second one ends the process at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) process.exit(130);
    stopping = true;
    say('Stopping …');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('Local mode did not stop cleanly:', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
