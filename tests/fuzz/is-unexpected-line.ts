import { CANARY } from './hostile-request.ts';

/** Of a log: anything that is not one line of a function or of the API, any error, and anything that a sender wrote. */
export function isUnexpectedLine(line: string): boolean {
  if (line.includes(CANARY)) return true;
  // Somebody works on the functions meanwhile.
  if (line.startsWith('New code for ')) return false;
  // A machine without time for us says nothing about what was sent.
  if (line.endsWith('Error: The code took more than 10 s to load')) return false;
  const logged = parsed(line);
  if (typeof logged !== 'object' || logged === null || !('level' in logged)) return true;
  // A worker gives up an event that no attempt will ever make sense of; hostile events are such.
  const isGivenUp = 'worker' in logged && 'class' in logged && logged.class === 'gave-up';
  // Its answer is a 503 with Retry-After, and those are counted.
  const isTooSlow = 'reason' in logged && ['not-durable', 'too-slow'].includes(String(logged.reason));
  return logged.level === 'ERROR' && !isGivenUp && !isTooSlow;
}

function parsed(line: string): unknown {
  // Local mode puts the name of the part in front of what is no JSON.
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
