/** The pages of the app: whatever else is asked for is not there. A `:` stands for what one of them is about. */
export const pagePaths = {
  overview: '/',
  groups: '/dead-letters',
  list: '/dead-letters/list',
  deadLetter: '/dead-letters/:worker/:eventId',
  trace: '/trace',
  runs: '/runs',
  run: '/runs/:run',
  workers: '/workers',
} as const;

const PATTERNS = Object.values(pagePaths).map((path) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}/?$`));

export const isPage = (path: string): boolean => PATTERNS.some((pattern) => pattern.test(path));
