import { spawnSync } from 'node:child_process';

/** Which code ran: the commit's short name, `+ changes` when files differ from it, `unknown` without git. */
export function readCommit(): string {
  const commit = askGit('rev-parse', '--short', 'HEAD');
  if (commit === undefined) return 'unknown';
  return askGit('status', '--porcelain') === '' ? commit : `${commit} + changes`;
}

function askGit(...args: readonly string[]): string | undefined {
  // Without its optional locks git only reads, so that nobody's commit is in its way.
  const { status, stdout } = spawnSync('git', ['--no-optional-locks', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout.trim() : undefined;
}
