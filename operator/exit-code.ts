/** What the shell learns of a command. */
export const exitCode = {
  done: 0,
  /** Refused, failed, or not finished in time. */
  failed: 1,
  wrongUsage: 2,
  notRunning: 3,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
