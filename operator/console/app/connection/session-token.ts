const KEY = 'console-token';

/**
 * The token comes in the fragment of the printed address and is kept for this tab alone. It leaves the address at once, so
 * that nobody copies it with a link.
 */
export function takeToken(): void {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  keepToken(token);
  history.replaceState(history.state, '', location.pathname + location.search);
}

export const keepToken = (token: string): void => sessionStorage.setItem(KEY, token);

export const sessionToken = (): string => sessionStorage.getItem(KEY) ?? '';
