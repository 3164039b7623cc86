/** What every child of a test may know of the shell, and nothing else. */
export function childEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  // Hundreds of children load the same modules: with the last of these they share what the first of them has compiled.
  return { PATH, HOME, NODE_COMPILE_CACHE };
}
