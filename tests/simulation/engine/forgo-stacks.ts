/**
 * Steps end their timers by aborting them, which makes an error each time; to note where costs more than the steps do. Of
 * what fails its name and message are left.
 * @returns what puts the stacks back
 */
export function forgoStacks(): () => void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}
