/**
 * Who is signed in, in this tab or frame. The host application gives a token in the address (`#token=…`, taken out of it at
 * once), or the reader pastes one. Kept as long as the tab; each frame of the side-by-side view has its own.
 */
const KEY = `parley.token.${window.name}`;

export function takeToken(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(KEY);
}

export const keepToken = (token: string): void => sessionStorage.setItem(KEY, token);
export const forgetToken = (): void => sessionStorage.removeItem(KEY);
