/**
 * Who is signed in, in this tab or frame. The host application gives a token in the address (`#token=…`, taken out of it at
 * once) or by message (host.ts), or the reader pastes one. Kept as long as the tab; each frame of the side-by-side view has its own.
 */
import { Kept } from './kept';

const kept = new Kept('sessionStorage', `parley.token.${window.name}`);

export function takeToken(): string | null {
  const given = new URLSearchParams(location.hash.slice(1)).get('token');
  if (given !== null) {
    kept.write(given);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return kept.read();
}

export const keepToken = (token: string): void => kept.write(token);
export const forgetToken = (): void => kept.forget();
