// The access key is how a request says who sends it. Every other key, and none at all, is the account's owner, who may all.
const functionPrefix = 'function-';

export const operatorKey = 'operator';

/** Of a function by its short name. */
export const functionKey = (shortName: string): string => `${functionPrefix}${shortName}`;

/** The short name of the function, or `operator`; undefined for the owner. */
export function principalOf(accessKey: string): string | undefined {
  if (accessKey === operatorKey) return operatorKey;
  return accessKey.startsWith(functionPrefix) ? accessKey.slice(functionPrefix.length) : undefined;
}
