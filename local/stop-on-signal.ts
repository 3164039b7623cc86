import { say } from './terminal.ts';

// A thread that stands at a breakpoint cannot be ended from inside, and the state survives a kill.
const graceMs = 8000;

/** Ctrl-C or a polite kill closes everything once; a second one, or too long a wait, ends the process at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = () => {
    if (stopping) endAtOnce();
    stopping = true;
    say('Stopping …');
    setTimeout(endAtOnce, graceMs).unref();
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

function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}
