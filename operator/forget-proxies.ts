const proxyVariables = /^(?:(?:https?|all|no)_proxy|node_use_env_proxy)$/i;

/**
 * Commands talk to this machine, with secrets of development; a proxy that the shell is set to has no part in it. They
 * open connections by agents of their own, which know no proxy unless they are told of one by this environment.
 */
export function forgetProxies(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(environment)) if (proxyVariables.test(name)) delete environment[name];
}
