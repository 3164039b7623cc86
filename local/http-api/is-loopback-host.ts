/**
 * Whether a Host header names this machine. A web page can point its own name at 127.0.0.1 (DNS rebinding) and would then
 * be the same origin as we are; its name betrays it.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
}
