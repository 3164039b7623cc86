import type { Context } from 'hono';
import { CommandError } from '../../command-error.ts';
import { exitCode } from '../../exit-code.ts';
import { WrongRequest } from './wrong-request.ts';

/** What was not done, as {error, advice}. What nobody foresaw is for the operator's terminal and not for the page. */
export function explainError(error: unknown, context: Context, tell: (line: string) => void): Response {
  if (error instanceof WrongRequest) return context.json({ error: error.message }, 400);
  if (error instanceof CommandError) {
    if (error.exitCode === exitCode.notRunning) return context.json({ error: error.message }, 503);
    return context.json({ error: error.message }, error.exitCode === exitCode.wrongUsage ? 400 : 422);
  }
  tell(
    `${context.req.method} ${context.req.path}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return context.json(
    { error: 'The console could not do this.', advice: 'The terminal in which it was started says why.' },
    500,
  );
}
