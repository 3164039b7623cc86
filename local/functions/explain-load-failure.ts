/** For the terminal: what every event meets, and what can be done about it. */
export const explainLoadFailure = (shortName: string, reason: string): string =>
  `${shortName} cannot be loaded, and each of its events fails: ${reason}\n` +
  'An edit of its code is tried at once. What serverless.yml gives to functions is read when local mode starts, so after an edit ' +
  'of that, or with a package that is older than the code, start it again.';
