/** What the shell learns of a command. */
export const exitCode = {
  done: 0,
  /** Refused, failed, or not finished in time. */
  failed: 1,
  wrongUsage: 2,
  /** Nothing runs here; of a deployed stage: there is no such stage, or AWS cannot be reached. */
  notRunning: 3,
  /** AWS knows nobody by these credentials, or they lack a right. */
  denied: 4,
  /** 128 + SIGINT, as shells count. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
